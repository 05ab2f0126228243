import { userConfiguration } from "../../configuration/effective.ts";
import { textOf } from "../../configuration/options.ts";
import type { FlinkResource } from "../flinkResource.ts";
import type { JobId } from "../../flink.ts";
import { sessionJobId } from "../sessionJobs/jobsOfOurs.ts";
import type { Circumstances } from "../circumstances.ts";

/** The job id that Flink will use: the user's own (PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID) where one is configured, else a fresh one. */
export function chosenJobId({ metadata, spec, session }: FlinkResource, { defaults, fresh }: Circumstances): JobId {
  if (session !== undefined) return sessionJobId(session.jobIds, metadata.generation, fresh.jobId);
  const configuration = userConfiguration({ namespace: metadata.namespace, spec }, defaults);
  const own = textOf(configuration, "$internal.pipeline.job-id")?.toLowerCase() ?? "";
  return /^[0-9a-f]{32}$/.test(own) ? (own as JobId) : fresh.jobId;
}
