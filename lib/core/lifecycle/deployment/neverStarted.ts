import type { Seen } from "../seen.ts";

/**
 * No JobManager of the deployment ever came up, so that its job cannot have done anything: the Deployment was never available, and it is not
 * merely a container beside Flink's own that keeps it from being so.
 */
export const neverStarted = ({ jobManager, pods = [] }: Pick<Seen, "jobManager" | "pods">): boolean =>
  jobManager?.neverAvailable === true && !pods.some((pod) => pod.component === "jobmanager" && pod.started);
