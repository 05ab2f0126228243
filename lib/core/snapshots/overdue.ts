import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { instant, parsedInstant, since, type Instant } from "../time.ts";
import { concluded } from "./conclusion.ts";
import { attemptPatience, inMinutes } from "./patience.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { JobSeen, SnapshotSeen } from "./seen.ts";

/** When this attempt was announced first. */
export const triggeredAt = ({ status }: FlinkStateSnapshot): Instant =>
  status.triggerTimestamp === undefined ? instant(0) : parsedInstant(status.triggerTimestamp);

/** An attempt that takes too long counts as failed. */
export function overdue({ resource }: SnapshotSeen, job: JobSeen, now: Instant): SnapshotPlan | undefined {
  const patience = attemptPatience(job.configuration);
  if (since(triggeredAt(resource), now) < patience) return undefined;
  const because = `No result after ${inMinutes(patience)}. Flink may still complete the snapshot: look at the job's checkpoints in its web page, and at execution.checkpointing.timeout, twice of which is waited for`;
  return concluded({ kind: "failed", because }, "the snapshot has taken too long");
}
