import type { DecisionNote } from "../../api/resources/decisionNote.ts";
import { millis, parsedInstant, type Millis } from "../time.ts";
import type { InCharge } from "../charge/chargeOf.ts";
import type { DecisionRecord } from "./decisionRecord.ts";
import type { SnapshotDecisionRecord } from "./snapshotDecisionRecord.ts";

/** What is known of a resource and of what was decided about it. */
export interface Subject {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339 */
  readonly created: string | undefined;
  /** As status says by now. */
  readonly state: string | undefined;
  readonly job: string | undefined;
  /** What stands in the way by now, for people. */
  readonly trouble: string | undefined;
  /** What others have changed of what was deployed and nobody puts right by itself, for people. */
  readonly drifted: string | undefined;
  /** What is being waited for, and since when (RFC 3339). */
  readonly step: { readonly name: string; readonly since: string } | undefined;
  /** How far a FlinkStateSnapshot has got; of no other kind. */
  readonly snapshot?: SnapshotCourse;
  /** The oldest first, as the journal holds them; `undefined` of a kind whose decisions are in the log alone. */
  readonly notes: readonly DecisionNote[] | undefined;
}

export interface SnapshotCourse {
  /** RFC 3339 */
  readonly askedFor: string | undefined;
  readonly cameOut: string | undefined;
  readonly path: string | undefined;
  readonly failures: number;
  readonly error: string | undefined;
}

/** What a look of just now found, or why there was none. */
export type LookNow =
  | {
      readonly kind: "looked";
      readonly inCharge: InCharge;
      readonly record: DecisionRecord | SnapshotDecisionRecord;
    }
  /** Nobody of flink-fleet looks at it. */
  | { readonly kind: "leftAlone"; readonly inCharge: InCharge }
  /** Without `inCharge` nobody could tell that either. */
  | { readonly kind: "failed"; readonly inCharge: InCharge | undefined; readonly because: string };

/** Why a job was started as it was. */
export interface Start {
  /** RFC 3339 */
  readonly at: string;
  readonly generation: number | undefined;
  /** A path, `lastState` or `nothing`. */
  readonly from: string | undefined;
  /** What was the matter before it; `undefined` for a first start. */
  readonly cause: DecisionNote | undefined;
  /** Why it was not carried out. */
  readonly refused: string | undefined;
}

/** The newest decision. */
export interface Newest {
  /** `look`: it is not carried out yet. */
  readonly by: "look" | "journal";
  /** RFC 3339: when it was decided, the last time where it was decided again and again. */
  readonly at: string;
  readonly rule: string;
  readonly act: string;
  readonly does: string | undefined;
  readonly because: string;
  readonly from: string | undefined;
  /** How long after a look the next one comes; `undefined`: with the schedule. */
  readonly next: Millis | undefined;
}

export interface Story {
  readonly subject: Omit<Subject, "notes">;
  /** What flink-fleet does for it just now, and what says so; `undefined` of another time, and where it could not be told. */
  readonly inCharge: InCharge | undefined;
  /** RFC 3339: the time that was asked for; `undefined`: now. */
  readonly at: string | undefined;
  /** Up to that time. */
  readonly notes: readonly DecisionNote[];
  /** Notes after that time, which are left out. */
  readonly later: number;
  /** Where the journal begins (RFC 3339); `undefined` where it holds nothing. */
  readonly reaches: string | undefined;
  /** The newest start that is remembered. */
  readonly start: Start | undefined;
  readonly now: Newest | undefined;
  readonly blocked: { readonly reason: string; readonly message: string | undefined } | undefined;
  /** Why nobody could look just now. */
  readonly unseen: string | undefined;
}

/** What became of a resource and why, as it was known at a time (RFC 3339), or by now. */
export function storyOf({ notes: kept, ...subject }: Subject, at?: string, look?: LookNow): Story {
  const all = kept ?? [];
  const notes = at === undefined ? all : all.filter((note) => parsedInstant(note.at) <= parsedInstant(at));
  return {
    subject,
    inCharge: look?.inCharge,
    at,
    notes,
    later: all.length - notes.length,
    reaches: all.at(0)?.at,
    start: startIn(notes),
    unseen: look?.kind === "failed" ? look.because : undefined,
    ...(look?.kind === "looked"
      ? { now: foundBy(look.record), blocked: look.record.obstacle }
      : isOthers(look)
        ? { now: undefined, blocked: undefined }
        : rememberedBy(notes.at(-1), at, subject.trouble)),
  };
}

/** What the journal says last is of a time in which flink-fleet was in charge. */
const isOthers = (look: LookNow | undefined): boolean =>
  look?.inCharge !== undefined && look.inCharge.charge !== "operate";

function rememberedBy(
  last: DecisionNote | undefined,
  at: string | undefined,
  trouble: string | undefined,
): Pick<Story, "now" | "blocked"> {
  return { now: last && toldBy(last, at), blocked: blockedBy(last, at === undefined ? trouble : undefined) };
}

function foundBy({ at, rule, act, does, because, claim, next }: DecisionRecord | SnapshotDecisionRecord): Newest {
  const wake = next === "on schedule" ? undefined : next;
  return { by: "look", at, rule, act, does, because, from: claim?.from, next: wake };
}

function toldBy(note: DecisionNote, at: string | undefined): Newest {
  const { rule, act, does, because, from, next, until } = note;
  const isBefore = until !== undefined && (at === undefined || parsedInstant(until) <= parsedInstant(at));
  const wake = next === undefined ? undefined : millis(next);
  return { by: "journal", at: isBefore ? until : note.at, rule, act, does, because, from, next: wake };
}

function blockedBy(now: DecisionNote | undefined, message: string | undefined): Story["blocked"] {
  if (now?.obstacle !== undefined) return { reason: now.obstacle, message };
  if (now?.refused !== undefined) return { reason: "Refused", message: now.refused };
  return undefined;
}

/** A start that was made again, because the run that announced it was lost, is the start of its announcement. */
function startIn(notes: readonly DecisionNote[]): Start | undefined {
  const index = notes.findLastIndex(({ act }) => act === "create");
  const note = notes[index];
  if (note === undefined) return undefined;
  const { at, generation, from, refused } = note;
  return { at, generation, from, refused, cause: causeOf(notes.slice(0, index)) };
}

/** The first that was done about it since the start before: a stop, or that it was found stopped or lost. */
function causeOf(before: readonly DecisionNote[]): DecisionNote | undefined {
  const since = before.findLastIndex(({ act }) => act === "create");
  return before.slice(since + 1).find(({ act, does }) => act === "stop" || (act === "turn" && does !== "created"));
}
