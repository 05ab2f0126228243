import type { DecisionNote } from "../api/resources/decisionNote.ts";
import {
  type BriefRecord,
  type Decided,
  type DecisionRecord,
  type Records,
  recordsOf,
} from "../core/decisions/decisionRecord.ts";
import { flatKeys } from "../core/decisions/flatKeys.ts";
import { noteOf } from "../core/decisions/noteOf.ts";
import { notesAfter } from "../core/decisions/notesAfter.ts";
import { type Recording, recordingOf, snapshotRecordingOf } from "../core/decisions/recording.ts";
import {
  snapshotDecisionRecord,
  type SnapshotDecided,
  type SnapshotDecisionRecord,
} from "../core/decisions/snapshotDecisionRecord.ts";
import { Faulted } from "../core/fault.ts";
import type { Outcome } from "../core/lifecycle/plan.ts";
import type { SnapshotOutcome } from "../core/snapshots/plan.ts";
import type { Ids, Log, Recordings } from "../ports/index.ts";
import type { Telling } from "./tellBus.ts";
import type { UnwrittenNotes } from "./unwrittenNotes.ts";

/** Who is told what was decided. */
export interface DecisionTelling extends Telling {
  readonly ids: Ids;
  readonly recordings?: Recordings | undefined;
  /** Hears of each decision about a resource as it was made, secrets and all, in place of log and notes. */
  readonly hears?: ((made: Made) => void) | undefined;
  /** Absent: what writes no status leaves no note, but a line of the log. */
  readonly unwritten?: UnwrittenNotes | undefined;
}

export type Made = Omit<Decided, "spoke" | "outcome">;
export type SnapshotMade = Omit<SnapshotDecided, "spoke" | "outcome">;

/** The journal's notes with this decision, for what is written of it anyway. Until it is known what came of it nothing is said of that. */
export function notesWith(made: Made, outcome: Outcome, telling: DecisionTelling): readonly DecisionNote[] {
  const { metadata, status } = made.seen.resource;
  const kept = status.fleet?.decisions ?? [];
  if (telling.hears !== undefined) return kept;
  const unwritten = telling.unwritten?.of(metadata.uid) ?? [];
  // A run that has announced something, and could not go on, has written them.
  const left = unwritten.filter(({ at, rule }) => !kept.some((one) => one.at === at && one.rule === rule));
  const before = left.reduce(notesAfter, kept);
  return notesAfter(before, noteOf(recordsFor(made, telling).brief(outcome)));
}

/** Keeps the note of an act for the next write of status; what was kept is done with once status is written. */
export function noteLater(made: Made, outcome: Outcome, telling: DecisionTelling): void {
  if (made.decision.plan.act === "wait") return;
  telling.unwritten?.add(made.seen.resource.metadata.uid, noteOf(recordsFor(made, telling).brief(outcome)));
}

export const noted = ({ seen }: Made, { unwritten }: DecisionTelling): void =>
  unwritten?.clear(seen.resource.metadata.uid);

/** An act is about to be tried: whatever becomes of it, this line is there. */
export function logDeciding(made: Made, telling: DecisionTelling): void {
  if (telling.hears !== undefined) return;
  telling.log.info("Deciding", decidingKeys(recordsFor(made, telling).brief({ kind: "nothing" })));
}

function decidingKeys({ resource, because, does }: BriefRecord | SnapshotDecisionRecord): Keys {
  const { kind, namespace, name, generation } = resource;
  return { resource: `${namespace}/${name}`, kind, generation, because, effect: does };
}

/** One line for each decision that is more than to wait on. */
export function logDecision(made: Made, outcome: Outcome, telling: DecisionTelling, lifecycleState?: string): void {
  if (telling.hears !== undefined) return;
  const { ids, log } = telling;
  logged(
    recordsFor(made, telling).whole(outcome, (text) => ids.digest(text)),
    { lifecycleState },
    log,
  );
}

export function logSnapshotDeciding(made: SnapshotMade, telling: DecisionTelling): void {
  if (telling.hears !== undefined) return;
  telling.log.info("Deciding", decidingKeys(snapshotRecordOf(made, { kind: "nothing" }, telling)));
}

export function logSnapshotDecision(made: SnapshotMade, outcome: SnapshotOutcome, telling: DecisionTelling): void {
  if (telling.hears !== undefined) return;
  logged(snapshotRecordOf(made, outcome, telling), {}, telling.log);
}

type Keys = Readonly<Record<string, unknown>>;

/** Keys of other lines mean the same here. */
function logged({ resource, ...record }: DecisionRecord | SnapshotDecisionRecord, more: Keys, log: Log): void {
  const { namespace, name, ...rest } = resource;
  log.info("Decision", flatKeys({ resource: `${namespace}/${name}`, ...rest, ...record, ...more }));
}

/** Keeps all that a decision rests on, where somebody wants to make it again. */
export function record(made: Made, telling: DecisionTelling): void {
  telling.hears?.(made);
  const { seen, circumstances } = made;
  kept((digest) => recordingOf(seen, circumstances, digest), telling);
}

export function recordSnapshot({ seen, circumstances }: SnapshotMade, telling: DecisionTelling): void {
  kept((digest) => snapshotRecordingOf(seen, circumstances, digest), telling);
}

/** The key of its digests is thrown away. That it cannot be kept never fails a run. */
function kept(
  recording: (digest: (text: string) => string) => Recording,
  { ids, recordings, log }: DecisionTelling,
): void {
  if (recordings === undefined) return;
  const key = ids.uuid();
  try {
    recordings.keep(recording((text) => ids.digest(`${key} ${text}`)));
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("Decision was not recorded", { because: error.message });
  }
}

/** A record is asked for several times in a run, and much is gone through for it. */
const records = new WeakMap<Made, Records>();

function recordsFor(made: Made, { spoke }: DecisionTelling): Records {
  const known = records.get(made) ?? recordsOf({ ...made, spoke });
  records.set(made, known);
  return known;
}

const snapshotRecordOf = (made: SnapshotMade, outcome: SnapshotOutcome, { spoke, ids }: DecisionTelling) =>
  snapshotDecisionRecord({ ...made, spoke, outcome }, (text) => ids.digest(text));
