import type { JobId } from "../../core/flink.ts";

/** org.apache.flink.runtime.checkpoint.StopWithSavepointStoppingException: the savepoint is there, the job did not end with it. */
export const stoppedHalfway = (path: string, job: JobId): string =>
  `org.apache.flink.runtime.checkpoint.StopWithSavepointStoppingException: A savepoint has been created at: ${path}, but the corresponding job ${job} failed during stopping. The savepoint is consistent, but might have uncommitted transactions. If you want to commit the transaction please restart a job from this savepoint.`;

/** What the job itself fails with then. */
export const inconsistentAfterStop =
  "org.apache.flink.util.FlinkException: Inconsistent execution state after stopping with savepoint. A global fail-over is triggered to recover the job.";
