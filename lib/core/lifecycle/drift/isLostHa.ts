import type { KubernetesObject } from "../../kubernetes.ts";
import { minutes, instant, since } from "../../time.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import type { Seen } from "../seen.ts";
import { haJobs } from "../upgrade/haMetadata.ts";

/** Flink writes what it keeps of a job when it starts it. */
const untilWritten = minutes(1);

/** Whether nothing is kept of a job that has been running for a while; of a session cluster, whose jobs are of others, nothing is said. */
export function isLostHa(seen: Seen, configMaps: readonly KubernetesObject[]): boolean {
  const job = deployedJob(seen);
  if (job?.state !== "RUNNING") return false;
  if (since(instant(job.startTime), seen.at) < untilWritten) return false;
  return !haJobs(configMaps).some(({ jobId }) => jobId === job.id);
}
