import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { JobId } from "../../core/flink.ts";
import { snapshotType } from "../../core/snapshots/labels.ts";
import type { JobSeen, ProgressView } from "../../core/snapshots/seen.ts";
import type { Flink } from "../../ports/index.ts";
import { progressOfRequest } from "./progressOfRequest.ts";

/** How far the request has got that is under way. */
export async function progressOf(resource: FlinkStateSnapshot, seen: JobSeen, flink: Flink): Promise<ProgressView> {
  const { state, fleet, triggerId } = resource.status;
  const job = (fleet?.intent?.jobId ?? seen.jobId) as JobId | undefined;
  if (state !== "IN_PROGRESS" || !seen.answers || job === undefined) return { kind: "notAsked" };
  return progressOfRequest({ type: snapshotType(resource), triggerId, at: seen.at, job }, flink);
}
