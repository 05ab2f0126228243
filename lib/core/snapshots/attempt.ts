import type { FlinkStateSnapshotSpec } from "../../api/resources/flinkStateSnapshot.ts";
import type { JobId, TriggerId } from "../flink.ts";
import { rfc3339, seconds } from "../time.ts";
import type { SnapshotCircumstances } from "./circumstances.ts";
import { concluded } from "./conclusion.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { JobSeen, SnapshotSeen } from "./seen.ts";
import type { Trigger } from "./trigger.ts";
import { checkpointTrigger, savepointTrigger } from "./triggers.ts";

/** Asks Flink for the snapshot, under an id that is announced before. */
export function attempt(
  { resource: { spec } }: SnapshotSeen,
  job: JobSeen,
  { now, fresh: { triggerId } }: SnapshotCircumstances,
  because: string,
): SnapshotPlan {
  const { jobId, version } = job;
  if (jobId === undefined) return failed("the job has no id");
  if (spec.savepoint === undefined && !version.takesCheckpoints) {
    return failed(
      `Flink ${version.number} takes no checkpoint on request, 1.17 and later do: take a savepoint instead (spec.savepoint: {})`,
    );
  }
  return {
    act: "once",
    because,
    intent: { kind: "snapshot", jobId, at: rfc3339(now) },
    triggerId: version.takesTriggerIds ? triggerId : undefined,
    effect: trigger(spec, { ...job, jobId }, triggerId),
    wake: seconds(5),
  };
}

const failed = (because: string): SnapshotPlan => concluded({ kind: "failed", because }, because);

/** The request under this id: the same when it is made again. Checkpoints hold everything, as with the Apache operator. */
export function trigger(
  { savepoint }: FlinkStateSnapshotSpec,
  job: JobSeen & { readonly jobId: JobId },
  triggerId: TriggerId,
): Trigger {
  return savepoint === undefined
    ? checkpointTrigger(job, "FULL", triggerId)
    : savepointTrigger(job, { directory: savepoint.path, format: savepoint.formatType }, triggerId);
}
