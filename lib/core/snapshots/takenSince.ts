import type { CheckpointInfo, Checkpoints } from "../flink.ts";
import { seconds, type Instant } from "../time.ts";
import { snapshotType } from "./labels.ts";
import type { SnapshotSeen } from "./seen.ts";

/** Flink's clock and ours may differ by so much. */
const skew = seconds(2);

/**
 * Where a snapshot lies that the job has taken since the request, and that is no other resource's. Any checkpoint that was begun
 * later holds all that was asked for.
 */
export function takenSince(
  { resource, others }: Pick<SnapshotSeen, "resource" | "others">,
  checkpoints: Checkpoints,
  request: Instant,
): string | undefined {
  if (checkpoints.kind === "disabled") return undefined;
  const isSavepoint = snapshotType(resource) === "SAVEPOINT";
  const newest: CheckpointInfo | undefined = isSavepoint ? checkpoints.savepoint : checkpoints.completed;
  if (newest?.path === undefined || newest.at < request - (isSavepoint ? skew : 0)) return undefined;
  return isSavepoint && others.includes(newest.path) ? undefined : newest.path;
}
