import type { Checkpoints } from "../../flink.ts";
import { instant, since, type Instant, type Millis } from "../../time.ts";

export interface CheckpointAgeQuestion {
  /** `kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age` */
  readonly maxAge: Millis | undefined;
  /** `undefined` where Flink could not be asked. */
  readonly checkpoints: Checkpoints | undefined;
  readonly startedAt: Instant;
  readonly now: Instant;
}

/**
 * How to stop a job that runs, for last-state: by its last checkpoint while that is young enough, else with a savepoint, unless a younger
 * checkpoint is under way. As the Apache operator (AbstractJobReconciler.changeLastStateIfCheckpointTooOld); what is not known is waited for.
 */
export function checkpointAge(question: CheckpointAgeQuestion): "lastState" | "wait" | "savepoint" {
  const { maxAge, checkpoints, startedAt, now } = question;
  if (maxAge === undefined) return "lastState";
  const isYoung = (at: number): boolean => since(instant(at), now) < maxAge;
  if (isYoung(startedAt)) return "lastState";
  if (checkpoints === undefined) return "wait";
  if (checkpoints.kind === "disabled") return "savepoint";
  const { completed, inProgressSince } = checkpoints;
  if (completed !== undefined && isYoung(completed.at)) return "lastState";
  return inProgressSince !== undefined && isYoung(inProgressSince) ? "wait" : "savepoint";
}
