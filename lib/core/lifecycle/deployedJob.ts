import type { JobOverview } from "../flink.ts";
import type { Seen } from "./seen.ts";

/** The job of this resource among those that Flink told of; `undefined` too where Flink was not asked or did not answer. */
export function deployedJob({ flink, resource }: Seen): JobOverview | undefined {
  if (flink.kind !== "answered" || resource.spec.job === undefined) return undefined;
  return flink.jobs.find((job) => job.id === resource.status.jobStatus?.jobId);
}
