import type { JobManagerDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { JobState } from "../../flink.ts";
import { modeOf } from "../../configuration/mode.ts";
import { deployedJob } from "./deployedJob.ts";
import { effectiveState, isTerminal } from "./jobState.ts";
import { isApplication, isDone, isOver, isSuspended, runningSpec } from "./running.ts";
import type { Trouble, Seen } from "../seen.ts";

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
  const found = deployedJob(seen);
  const job = found === undefined ? undefined : effectiveState(found);
  const over = job === undefined && isOver(seen);
  const told = {
    jobManager: jobManagerStatus(seen),
    job,
    jobIsMissing: isApplication(seen) && !over && seen.flink.kind === "answered" && found === undefined,
    trouble: jobManagerTrouble(seen) ?? podTrouble(seen, "taskmanager") ?? missingTaskManagers(seen),
    unreachable: silence(seen),
  };
  return { ...told, settled: over || isSettled(seen, told), summary: over ? overText(seen) : summary(told) };
}

const silence = ({ flink }: Seen): string | undefined => (flink.kind === "unreachable" ? flink.because : undefined);

const isSettled = (seen: Seen, { job, jobManager }: Pick<Observation, "job" | "jobManager">): boolean =>
  isApplication(seen) ? isUpOrEnded(job) : jobManager === "READY";

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

/** In native mode they come and go by Flink's own hand; a Deployment of them does not. */
function missingTaskManagers(seen: Seen): Trouble | undefined {
  const isStandalone = modeOf(runningSpec(seen)) === "standalone";
  if (!isStandalone || seen.jobManager === undefined || seen.taskManager !== undefined || !isDone(seen))
    return undefined;
  const { name } = seen.resource.metadata;
  return { reason: "MissingTaskManagers", message: `Deployment ${name}-taskmanager is missing` };
}

const isUpOrEnded = (job: JobState | undefined): boolean => job === "RUNNING" || (job !== undefined && isTerminal(job));

function podTrouble(seen: Seen, component: "jobmanager" | "taskmanager"): Trouble | undefined {
  if (component === "taskmanager" && seen.taskManager?.failure !== undefined) return seen.taskManager.failure;
  return (seen.pods ?? []).find((pod) => pod.component === component && !pod.deleting && pod.trouble !== undefined)
    ?.trouble;
}

const overText = (seen: Seen): string =>
  isSuspended(seen) ? "the job is suspended" : `the job is ${seen.resource.status.jobStatus?.state}`;

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
