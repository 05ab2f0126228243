import type { JobManagerDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { JobState } from "../flink.ts";
import { deployedJob } from "./deployedJob.ts";
import { effectiveState, isTerminal } from "./jobState.ts";
import type { Trouble, Seen } from "./seen.ts";

/** What a look amounts to, in the words of status. Derived anew every run. */
export interface Observation {
  readonly jobManager: JobManagerDeploymentStatus;
  /** `undefined` for a session cluster, and where the job is not known to Flink. */
  readonly job: JobState | undefined;
  /** Flink answered and does not know our job. */
  readonly jobIsMissing: boolean;
  /** Why the JobManager does not come up, or why TaskManagers do not. */
  readonly trouble: Trouble | undefined;
  /** Why REST did not answer although the JobManager is available. */
  readonly unreachable: string | undefined;
  /** Nothing is expected to change by itself. */
  readonly settled: boolean;
  /** One line, without times or random names. */
  readonly summary: string;
}

export function observation(seen: Seen): Observation {
  const trouble = jobManagerTrouble(seen) ?? podTrouble(seen, "taskmanager");
  const jobManager = jobManagerStatus(seen);
  const unreachable = seen.flink.kind === "unreachable" ? seen.flink.because : undefined;
  const found = deployedJob(seen);
  const job = found === undefined ? undefined : effectiveState(found);
  const isSession = seen.resource.spec.job === undefined;
  const jobIsMissing = !isSession && seen.flink.kind === "answered" && found === undefined;
  return {
    jobManager,
    job,
    jobIsMissing,
    trouble,
    unreachable,
    settled: isSession ? jobManager === "READY" : job === "RUNNING" || (job !== undefined && isTerminal(job)),
    summary: summary({ jobManager, job, jobIsMissing, trouble, unreachable }),
  };
}

function jobManagerStatus(seen: Seen): JobManagerDeploymentStatus {
  const { jobManager, flink } = seen;
  if (jobManager === undefined) return "MISSING";
  if (jobManager.availableReplicas === 0) return jobManagerTrouble(seen) === undefined ? "DEPLOYING" : "ERROR";
  if (flink.kind === "answered") return "READY";
  // Once it was READY, a look that failed does not make it less so: "could not look" is not "is not there".
  return seen.resource.status.jobManagerDeploymentStatus === "READY" ? "READY" : "DEPLOYED_NOT_READY";
}

function jobManagerTrouble(seen: Seen): Trouble | undefined {
  const { jobManager } = seen;
  if (jobManager === undefined || jobManager.availableReplicas > 0) return undefined;
  return jobManager.failure ?? podTrouble(seen, "jobmanager");
}

function podTrouble(seen: Seen, component: "jobmanager" | "taskmanager"): Trouble | undefined {
  if (component === "taskmanager" && seen.taskManager?.failure !== undefined) return seen.taskManager.failure;
  return (seen.pods ?? []).find((pod) => pod.component === component && !pod.deleting && pod.trouble !== undefined)
    ?.trouble;
}

function summary(seen: Omit<Observation, "settled" | "summary">): string {
  if (seen.trouble !== undefined) return `${seen.trouble.reason}: ${seen.trouble.message}`;
  if (seen.unreachable !== undefined) return `Flink cannot be asked: ${seen.unreachable}`;
  switch (seen.jobManager) {
    case "MISSING":
      return "the JobManager's Deployment is missing";
    case "ERROR":
    case "DEPLOYING":
      return "waiting for the JobManager";
    case "DEPLOYED_NOT_READY":
      return "waiting for Flink to answer";
    case "READY":
      if (seen.jobIsMissing) return "Flink does not know the job";
      return seen.job === undefined ? "the session cluster is ready" : `the job is ${seen.job}`;
  }
}
