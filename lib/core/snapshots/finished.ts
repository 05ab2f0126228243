import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { mayRetry } from "./backoff.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";

/** Nothing happens to it any more until it is deleted. */
export function isFinished(resource: FlinkStateSnapshot): boolean {
  const { state, failures } = resource.status;
  if (state === "FAILED") return !mayRetry(resource, failures);
  return state === "COMPLETED" || state === "ABANDONED";
}

export function finished({ resource }: SnapshotSeen): SnapshotPlan | undefined {
  if (!isFinished(resource)) return undefined;
  return { act: "wait", because: `the snapshot is ${resource.status.state}`, wake: "on schedule" };
}
