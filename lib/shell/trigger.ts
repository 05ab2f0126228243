import pLimit from "p-limit";
import { Faulted } from "../core/fault.ts";
import type { ChangeRequest } from "../core/triggers/changeRequest.ts";
import { isMeant } from "../core/triggers/isMeant.ts";
import { matchesAny } from "../core/triggers/matches.ts";
import { selectorText, selects, type Subject } from "../core/triggers/selects.ts";
import { type Instant, millis } from "../core/time.ts";
import type { Bus, Fleet, Log, Queue, Spoke } from "../ports/index.ts";
import { type Answer, busEvent, no, refused, whyNot } from "./triggerAnswer.ts";
import { changeResource, type ResourcePorts } from "./triggerResource.ts";
import { keyOf, selected, type Selected } from "./triggerTargets.ts";

export interface TriggerPorts extends Omit<ResourcePorts, "cluster"> {
  readonly fleet: Fleet;
  readonly queue: Queue;
  readonly bus: Bus;
  readonly log: Log;
  /** No resource is begun after it. */
  readonly deadline: Instant;
}

const spokesAtOnce = 10;

/**
 * Makes a change to all that is selected, and answers for each resource on the bus. Repeated after having died anywhere it comes to the
 * same: what was changed says so itself. A cluster that cannot be reached is answered as refused, and delays no other. Throws `Faulted`
 * where the fleet, the queue or the bus cannot be had: then it is to be repeated.
 */
export async function trigger(request: ChangeRequest, ports: TriggerPorts): Promise<readonly Answer[]> {
  const { selector, allowed, by } = request;
  const asked = (await ports.fleet.spokes()).filter(({ name }) => matchesAny(selector.clusters, name));
  const spokes = asked.filter(({ name }) => matchesAny(allowed.clusters, name));
  const limit = pLimit(spokesAtOnce);
  const inSpokes = await Promise.all(spokes.map((spoke) => limit(() => inSpoke(request, spoke, ports))));
  const others = asked.filter((spoke) => !spokes.includes(spoke)).map(({ name }) => name);
  // A request that names no clusters means those that the sender may touch.
  const names = selector.clusters === undefined && spokes.length > 0 ? [] : others;
  const notAllowed = names.map((spoke) =>
    refused(request, { spoke }, no(`${by} may not touch cluster ${spoke}: it may touch ${selectorText(allowed)}`)),
  );
  const answers = [...inSpokes.flat(), ...(await told(notAllowed, ports))];
  if (answers.length > 0) return answers;
  return await told([refused(request, undefined, no(nothingSelected(request)))], ports);
}

function nothingSelected({ selector, change }: ChangeRequest): string {
  const images = change.kind === "redeploy" ? change.imagesOf : undefined;
  return `nothing is selected by ${selectorText(selector)}${images === undefined ? "" : ` that runs an image of ${images}`}`;
}

async function inSpoke(request: ChangeRequest, spoke: Spoke, ports: TriggerPorts): Promise<readonly Answer[]> {
  const answers = await changedIn(request, spoke, ports);
  const wakes = answers.flatMap((answer) => {
    if (answer.kind === "refused" || answer.result !== undefined) return [];
    const { kind, namespace, name } = answer.detail.resource;
    return [{ wake: { spoke: spoke.name, resource: { kind, namespace, name } }, after: millis(0) }];
  });
  if (wakes.length > 0) await ports.queue.send(wakes);
  return await told(answers, ports);
}

async function changedIn(request: ChangeRequest, spoke: Spoke, ports: TriggerPorts): Promise<readonly Answer[]> {
  try {
    if (ports.clock.now() >= ports.deadline) throw late(spoke.name);
    const { cluster } = await spoke.connect();
    const found = await selected(request.selector, spoke, cluster);
    const meant = found.filter(({ object }) => isMeant(request.change, object["spec"]));
    const mine = meant.filter(({ subject }) => selects(request.allowed, subject));
    const limit = pLimit(spoke.limits.parallelism);
    const answers = await Promise.all(mine.map((one) => limit(() => inTime(request, one, { ...ports, cluster }))));
    const theirs = meant.filter((one) => !mine.includes(one)).map(({ subject }) => subject);
    return [...answers, ...leftOut(request, spoke.name, theirs)];
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    ports.log.warn("Spoke cannot be changed", { spoke: spoke.name, change: request.id, because: error.message });
    return [refused(request, { spoke: spoke.name }, whyNot(error.fault))];
  }
}

async function inTime(
  request: ChangeRequest,
  one: Selected,
  ports: ResourcePorts & Pick<TriggerPorts, "deadline">,
): Promise<Answer> {
  if (ports.clock.now() < ports.deadline) return await changeResource(request, one, ports);
  const { labels: _, ...where } = one.subject;
  return refused(request, where, whyNot(late(keyOf(one.subject)).fault));
}

const late = (what: string): Faulted =>
  new Faulted({ kind: "unavailable", what, because: "the time was over before it was its turn" });

const mostNamed = 5;

/** One answer for all of a cluster that the sender may not touch. */
function leftOut(request: ChangeRequest, spoke: string, theirs: readonly Subject[]): readonly Answer[] {
  if (theirs.length === 0) return [];
  const named = theirs.slice(0, mostNamed).map(keyOf).join(", ");
  const rest = theirs.length > mostNamed ? ` and ${theirs.length - mostNamed} more` : "";
  const because = `${request.by} may not touch ${named}${rest}: it may touch ${selectorText(request.allowed)}`;
  return [refused(request, { spoke }, no(because))];
}

export async function told(
  answers: readonly Answer[],
  { bus, clock }: Pick<TriggerPorts, "bus" | "clock">,
): Promise<readonly Answer[]> {
  if (answers.length > 0) await bus.put(answers.map((answer) => busEvent(answer, clock.now())));
  return answers;
}
