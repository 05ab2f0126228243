import type { JobOverview } from "../../flink.ts";
import { isApplication } from "./running.ts";
import type { Seen } from "../seen.ts";

/** The job of this resource among those that Flink told of; `undefined` too where Flink was not asked or did not answer. */
export function deployedJob(seen: Seen): JobOverview | undefined {
  const { flink, resource } = seen;
  if (flink.kind !== "answered" || !isApplication(seen)) return undefined;
  return flink.jobs.find((job) => job.id === resource.status.jobStatus?.jobId);
}
