import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest } from "../core/triggers/changeRequest.ts";
import { matchesAny } from "../core/triggers/matches.ts";
import { selectorText } from "../core/triggers/selects.ts";
import { unknownCluster, unknownClusters } from "../core/triggers/unknownClusters.ts";
import type { Fleet, Spoke } from "../ports/index.ts";
import { atOnce } from "./atOnce.ts";
import { no, refused, told } from "./triggerAnswer.ts";
import { type SpokePorts, triggerSpoke } from "./triggerSpoke.ts";
import { apart, type Apartness, triggerZone } from "./triggerZone.ts";

export interface TriggerPorts extends SpokePorts, Apartness {
  readonly fleet: Fleet;
}

/**
 * Makes a change to all that is selected, and answers for each resource on the bus. Repeated after having died anywhere it comes to the
 * same: what was changed says so itself. A cluster that cannot be reached is answered as refused, and delays no other. Throws `Faulted`
 * where the fleet, the queue or the bus cannot be had, or what a zone has made is not known: then it is to be repeated.
 */
export async function trigger(request: ChangeRequest, ports: TriggerPorts): Promise<readonly Answer[]> {
  const { selector, allowed, by } = request;
  const fleet = await ports.fleet.spokes();
  const asked = fleet.filter(({ name }) => matchesAny(selector.clusters, name));
  const spokes = asked.filter(({ name }) => matchesAny(allowed.clusters, name));
  const { here, zones } = apart(spokes, ports);
  const made = await atOnce([
    ...zones.map((zone) => () => triggerZone(request, zone, ports)),
    ...here.map((spoke) => () => triggerSpoke(request, spoke, ports)),
  ]);
  const others = asked.filter((spoke) => !spokes.includes(spoke)).map(nameOf);
  // A request that names no clusters means those that the sender may touch.
  const names = selector.clusters === undefined && spokes.length > 0 ? [] : others;
  const notAllowed = names.map((spoke) =>
    refused(request, { spoke }, no(`${by} may not touch cluster ${spoke}: it may touch ${selectorText(allowed)}`)),
  );
  const unknown = unknownClusters(selector, fleet.map(nameOf)).map((spoke) =>
    refused(request, { spoke }, unknownCluster(spoke)),
  );
  const answers = [...made.flat(), ...(await told([...notAllowed, ...unknown], ports))];
  if (answers.length > 0) return answers;
  return await told([refused(request, undefined, no(nothingSelected(request)))], ports);
}

const nameOf = ({ name }: Spoke): string => name;

function nothingSelected({ selector, change }: ChangeRequest): string {
  const images = change.kind === "redeploy" ? change.imagesOf : undefined;
  return `nothing is selected by ${selectorText(selector)}${images === undefined ? "" : ` that runs an image of ${images}`}`;
}
