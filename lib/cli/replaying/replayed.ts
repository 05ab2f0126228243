import { sentence } from "../../api/problem.ts";
import { readRecording, recordingVersion } from "../../api/recording.ts";
import type { Difference } from "../../core/decisions/differences.ts";
import type { Recording } from "../../core/decisions/recording.ts";
import { replay } from "../../core/decisions/replay.ts";
import { instant, rfc3339 } from "../../core/time.ts";
import type { Line } from "./recordingLines.ts";

/** What came of one line. */
export type Replay = { readonly at: string } & (
  | ({ readonly kind: "same" } & Subject)
  | ({ readonly kind: "different"; readonly differences: readonly Difference[] } & Subject)
  /** The rules could not decide upon what was recorded. */
  | ({ readonly kind: "undecided"; readonly error: string } & Subject)
  | { readonly kind: "unreadable"; readonly because: string }
  /** Only its beginning was written. */
  | { readonly kind: "cutOff" }
);

interface Subject {
  readonly resource: string;
  /** RFC 3339 */
  readonly decided: string;
  readonly rule: string;
  readonly because: string;
}

/** Makes a recorded decision again. Never throws, whatever stands there. */
export function replayed(line: Line): Replay {
  const { at } = line;
  if (!("content" in line)) {
    return line.isLast
      ? { at, kind: "cutOff" }
      : { at, kind: "unreadable", because: "it is no JSON: a recording is one line, or a file of its own" };
  }
  const read = readRecording(line.content);
  if (read.kind === "otherVersion") return { at, kind: "unreadable", because: otherVersion(read.version) };
  if (read.kind === "invalid")
    return { at, kind: "unreadable", because: `it is no recording: ${read.problems.map(sentence).join("; ")}` };
  const { seen, circumstances, decision } = read.value;
  const { kind, metadata } = seen.resource;
  const subject = {
    resource: `${kind} ${metadata.namespace}/${metadata.name}`,
    decided: rfc3339(instant(circumstances.now)),
    rule: decision.rule,
    because: decision.plan.because,
  };
  return { at, ...subject, ...again(read.value as unknown as Recording) };
}

type Again =
  | { readonly kind: "same" }
  | { readonly kind: "different"; readonly differences: readonly Difference[] }
  | { readonly kind: "undecided"; readonly error: string };

/** Rules never throw upon what they have decided upon before; upon a file that was changed, or is of other rules, they may. */
function again(recording: Recording): Again {
  try {
    const made = replay(recording);
    return made.kind === "same" ? { kind: "same" } : { kind: "different", differences: made.differences };
  } catch (error) {
    return { kind: "undecided", error: String(error) };
  }
}

const otherVersion = (version: number): string =>
  `version is ${version}, must be ${recordingVersion}: replay it with the flink-fleet that recorded it, or record the decision again with flink-fleet run --record`;
