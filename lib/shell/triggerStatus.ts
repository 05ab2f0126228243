import pLimit from "p-limit";
import type { ChangeStatus, ChangeStatusAnswer } from "../api/events/status.ts";
import type { Selector } from "../api/events/selector.ts";
import { Faulted } from "../core/fault.ts";
import { matchesAny } from "../core/triggers/matches.ts";
import { knownChange } from "../core/triggers/notes.ts";
import { selects } from "../core/triggers/selects.ts";
import type { Target } from "../core/triggers/specChange.ts";
import type { Fleet, Spoke } from "../ports/index.ts";
import { readable } from "./readable.ts";
import { whyNot } from "./triggerAnswer.ts";
import { changedOf } from "./triggerResource.ts";
import { selected, type Selected } from "./triggerTargets.ts";

type Part = Pick<ChangeStatusAnswer, "resources" | "refused">;

const spokesAtOnce = 10;

/** What has become of a change, of the resources that the asker may touch. Writes nothing. */
export async function triggerStatus(
  { changeId, selector }: ChangeStatus,
  allowed: readonly Selector[],
  { fleet }: { readonly fleet: Fleet },
): Promise<ChangeStatusAnswer> {
  const may = (spoke: string): boolean => allowed.some(({ clusters }) => matchesAny(clusters, spoke));
  const spokes = (await fleet.spokes()).filter(({ name }) => matchesAny(selector.clusters, name) && may(name));
  const limit = pLimit(spokesAtOnce);
  const parts = await Promise.all(spokes.map((spoke) => limit(() => partOf(changeId, selector, allowed, spoke))));
  const resources = parts.flatMap((part) => part.resources);
  const refused = parts.flatMap((part) => part.refused);
  const complete =
    refused.length === 0 && resources.length > 0 && resources.every(({ result }) => result !== undefined);
  return { version: 1, changeId, complete, resources, refused };
}

async function partOf(id: string, selector: Selector, allowed: readonly Selector[], spoke: Spoke): Promise<Part> {
  try {
    const { cluster } = await spoke.connect();
    const found = await selected(selector, spoke, cluster);
    const mine = found.filter(({ subject }) => allowed.some((each) => selects(each, subject)));
    return { resources: mine.flatMap((one) => statusOf(id, one)), refused: [] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    const refused = { version: 1 as const, changeId: id, resource: { spoke: spoke.name }, ...whyNot(error.fault) };
    return { resources: [], refused: [refused] };
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
