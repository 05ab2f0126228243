import type { Seen } from "../seen.ts";

/**
 * Without high availability a JobManager that Kubernetes starts again begins with the state that the job was once started with. It is told by
 * ids of checkpoints, which only go up within one job: a savepoint of such a job would be newer by its time alone. Why, or `undefined`.
 */
export function startedOver({ resource, flink }: Seen): string | undefined {
  const { fleet, jobStatus } = resource.status;
  const known = fleet?.state;
  if (flink.kind !== "answered" || flink.checkpoints?.kind !== "enabled") return undefined;
  if (known?.checkpointId === undefined || known.jobId !== jobStatus?.jobId) return undefined;
  const { restored, completed, savepoint } = flink.checkpoints;
  const newest = Math.max(0, ...[restored, completed, savepoint].map((one) => one?.id ?? 0));
  if (newest >= known.checkpointId) return undefined;
  return `the job has begun again with older state, as it does without high availability when its JobManager starts again: it was at checkpoint ${known.checkpointId}, and counts up from an older one.`;
}
