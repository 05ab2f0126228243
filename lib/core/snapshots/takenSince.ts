import type { CheckpointInfo, Checkpoints } from "../flink.ts";
import { seconds, type Instant } from "../time.ts";
import type { SnapshotType } from "./labels.ts";

/** Flink's clock and ours may differ by so much. */
const skew = seconds(2);

/**
 * Where a snapshot lies that the job has taken since the request, and that is no other resource's. Any checkpoint that was begun
 * later holds all that was asked for.
 */
export function takenSince(
  { type, at, others }: { readonly type: SnapshotType; readonly at: Instant; readonly others: readonly string[] },
  checkpoints: Checkpoints,
): string | undefined {
  if (checkpoints.kind === "disabled") return undefined;
  const isSavepoint = type === "SAVEPOINT";
  const newest: CheckpointInfo | undefined = isSavepoint ? checkpoints.savepoint : checkpoints.completed;
  if (newest?.path === undefined || newest.at < at - (isSavepoint ? skew : 0)) return undefined;
  return isSavepoint && others.includes(newest.path) ? undefined : newest.path;
}
