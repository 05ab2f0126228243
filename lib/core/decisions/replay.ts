import { decided, type Decision } from "../lifecycle/decide.ts";
import { decided as snapshotDecided, type SnapshotDecision } from "../snapshots/decide.ts";
import { differencesBetween, type Difference } from "./differences.ts";
import { recordable, type Recording } from "./recording.ts";

type Made = Decision | SnapshotDecision;

export type Replayed =
  | { readonly kind: "same"; readonly decision: Made }
  /** These rules decide otherwise than those that the recording was made with. */
  | {
      readonly kind: "different";
      readonly recorded: Made;
      readonly decision: Made;
      readonly differences: readonly Difference[];
    };

/** Decides once more upon what was seen then. */
export function replay(recording: Recording): Replayed {
  const { decision: recorded } = recording;
  const decision = recordable(madeAgain(recording));
  const differences = differencesBetween(recorded, decision);
  return differences.length === 0 ? { kind: "same", decision } : { kind: "different", recorded, decision, differences };
}

const madeAgain = (recording: Recording): Made =>
  recording.of === "resource"
    ? decided(recording.seen, recording.circumstances)
    : snapshotDecided(recording.seen, recording.circumstances);
