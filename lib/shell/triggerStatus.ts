import type { ChangeStatus, ChangeStatusAnswer } from "../api/events/status.ts";
import type { Selector } from "../api/events/selector.ts";
import { Faulted } from "../core/fault.ts";
import { matchesAny } from "../core/triggers/matches.ts";
import { knownChange } from "../core/triggers/notes.ts";
import { selects } from "../core/triggers/selects.ts";
import type { Target } from "../core/triggers/specChange.ts";
import { unknownCluster, unknownClusters } from "../core/triggers/unknownClusters.ts";
import type { Instant } from "../core/time.ts";
import type { Fleet, Spoke, StatusPart } from "../ports/index.ts";
import { atOnce } from "./atOnce.ts";
import { readable } from "./readable.ts";
import { whyNot } from "./triggerAnswer.ts";
import { changedOf } from "./triggerResource.ts";
import { type Apart, apart, type Apartness } from "./triggerZone.ts";
import { selected, type Selected } from "./triggerTargets.ts";

export interface StatusPorts extends Apartness {
  readonly fleet: Fleet;
  readonly deadline: Instant;
}

/** What has become of a change, of the resources that the asker may touch. Writes nothing. */
export async function triggerStatus(
  asked: ChangeStatus,
  allowed: readonly Selector[],
  ports: StatusPorts,
): Promise<ChangeStatusAnswer> {
  const { changeId, selector } = asked;
  const may = (spoke: string): boolean => allowed.some(({ clusters }) => matchesAny(clusters, spoke));
  const fleet = await ports.fleet.spokes();
  const spokes = fleet.filter(({ name }) => matchesAny(selector.clusters, name) && may(name));
  const { here, zones } = apart(spokes, ports);
  const inZones = zones.map((zone) => () => statusInZone(asked, allowed, zone, ports));
  const { resources, refused: unseen } = together(await atOnce([() => statusHere(asked, allowed, here), ...inZones]));
  const names = fleet.map(({ name }) => name);
  const absent = unknownClusters(selector, names).map((spoke) => notKnown(changeId, spoke, unknownCluster(spoke)));
  const refused = [...unseen, ...absent];
  const complete =
    refused.length === 0 && resources.length > 0 && resources.every(({ result }) => result !== undefined);
  return { version: 1, changeId, complete, resources, refused };
}

/** Of clusters that are reached from here. */
export async function statusHere(
  asked: ChangeStatus,
  allowed: readonly Selector[],
  spokes: readonly Spoke[],
): Promise<StatusPart> {
  return together(await atOnce(spokes.map((spoke) => () => statusInSpoke(asked, allowed, spoke))));
}

const together = (parts: readonly StatusPart[]): StatusPart => ({
  resources: parts.flatMap(({ resources }) => resources),
  refused: parts.flatMap(({ refused }) => refused),
});

const unknown = (changeId: string, spokes: readonly string[], { fault }: Faulted): StatusPart => ({
  resources: [],
  refused: spokes.map((spoke) => notKnown(changeId, spoke, whyNot(fault))),
});

const notKnown = (changeId: string, spoke: string, why: ReturnType<typeof whyNot>) =>
  ({ version: 1, changeId, resource: { spoke }, ...why }) as const;

async function statusInZone(
  asked: ChangeStatus,
  allowed: readonly Selector[],
  { zone, spokes, zones }: Apart,
  { deadline }: StatusPorts,
): Promise<StatusPart> {
  try {
    return await zones.status(zone, { kind: "status", spokes, deadline, asked, allowed });
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return unknown(asked.changeId, spokes, error);
  }
}

async function statusInSpoke(
  { changeId, selector }: ChangeStatus,
  allowed: readonly Selector[],
  spoke: Spoke,
): Promise<StatusPart> {
  try {
    const { cluster } = await spoke.connect();
    const found = await selected(selector, spoke, cluster);
    const mine = found.filter(({ subject }) => allowed.some((each) => selects(each, subject)));
    return { resources: mine.flatMap((one) => statusOf(changeId, one)), refused: [] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return unknown(changeId, [spoke.name], error);
  }
}

function statusOf(id: string, { subject, object }: Selected): ChangeStatusAnswer["resources"] {
  const { labels: _, ...ref } = subject;
  const target = readable(subject.kind as Target["kind"], object);
  const { notes, done } = changedOf(target);
  const known = knownChange(id, notes, done);
  if (known === undefined) return [];
  const end = known.done === undefined ? {} : { result: known.done.result, at: known.done.at };
  return [{ ...ref, uid: target.metadata.uid, ...end }];
}
