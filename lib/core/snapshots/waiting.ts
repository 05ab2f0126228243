import type { Obstacle } from "../lifecycle/plan.ts";
import { millis, parsedInstant, minutes, seconds, since, type Instant } from "../time.ts";
import { concluded } from "./conclusion.ts";
import { inMinutes, jobPatience } from "./patience.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";

const eager = minutes(5);

/** Why the job cannot be asked for a snapshot just now. */
export interface Wait {
  readonly because: string;
  /** Somebody was asked and has answered: only then the snapshot may be abandoned for it. */
  readonly isSeen: boolean;
  readonly obstacle?: Obstacle;
}

/**
 * Waits for the job, counted from the first look that found it away. The Apache operator abandons the snapshot at that look. What
 * could not be looked at is never abandoned; when it lasts, the resource says so.
 */
export function waiting({ resource }: SnapshotSeen, now: Instant, { because, isSeen, obstacle }: Wait): SnapshotPlan {
  const from = resource.status.fleet?.waitingSince;
  const age = from === undefined ? millis(0) : since(parsedInstant(from), now);
  const wake = age < eager ? seconds(15) : "on schedule";
  if (age < jobPatience || !isSeen) {
    const lasting = !isSeen && age >= jobPatience ? unreachable(because) : obstacle;
    const blind = isSeen ? {} : { isBlind: true };
    return { act: "wait", because, waitsForJob: true, wake, ...blind, ...(lasting && { obstacle: lasting }) };
  }
  const text = `Gave up after waiting ${inMinutes(jobPatience)} for the job to run: ${because}. Create another FlinkStateSnapshot once it runs.`;
  return concluded({ kind: "abandoned", because: text }, because);
}

const unreachable = (because: string): Obstacle => ({
  reason: "FlinkUnreachable",
  message: `For more than ${inMinutes(jobPatience)} the job could not be looked at: ${because}. It is tried on; delete this resource to give the snapshot up.`,
});
