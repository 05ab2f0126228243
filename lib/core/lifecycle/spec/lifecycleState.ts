import type { JobStatus, LifecycleState, ReconciliationStatus } from "../../../api/resources/common.ts";
import type { JobManagerDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import { recordedSpec } from "./lastReconciledSpec.ts";

/** The parts of a status that the lifecycle is derived from; of a FlinkDeployment or a FlinkSessionJob. */
export interface LifecycleStatus {
  readonly lifecycleState?: LifecycleState | undefined;
  readonly error?: string | undefined;
  readonly jobStatus?: Pick<JobStatus, "state"> | undefined;
  /** Absent for a FlinkSessionJob. */
  readonly jobManagerDeploymentStatus?: JobManagerDeploymentStatus | undefined;
  readonly reconciliationStatus?:
    | Pick<ReconciliationStatus, "lastReconciledSpec" | "lastStableSpec" | "state">
    | undefined;
}

/** Parts of `status.error` that mean: nothing but a user can bring the job back. */
export const lossMessages = [
  "Manual restore required.",
  "It is possible that the job has finished or terminally failed, or the configmaps have been deleted.",
  "HA metadata is not available",
] as const;

/**
 * The Apache operator's CommonStatus.getLifecycleState; the first match wins. A job that finished is STABLE or DEPLOYED.
 * DELETING and DELETED stay once they are set.
 */
export function lifecycleState(status: LifecycleStatus): LifecycleState {
  const { lifecycleState: set, reconciliationStatus: reconciled } = status;
  if (set === "DELETING" || set === "DELETED") return set;
  const last = reconciled?.lastReconciledSpec;
  if (reconciled === undefined || last === undefined) return hasError(status) ? "FAILED" : "CREATED";
  if (reconciled.state === "UPGRADING" || reconciled.state === "ROLLING_BACK") return reconciled.state;
  return settledState(status, reconciled.state, last);
}

function settledState(status: LifecycleStatus, state: "DEPLOYED" | "ROLLED_BACK", last: string): LifecycleState {
  if (isSuspended(last)) return "SUSPENDED";
  if (hasFailed(status)) return "FAILED";
  if (state === "ROLLED_BACK") return "ROLLED_BACK";
  return last === status.reconciliationStatus?.lastStableSpec ? "STABLE" : "DEPLOYED";
}

const hasError = ({ error }: LifecycleStatus): boolean => error !== undefined && error !== "";

function isSuspended(lastReconciledSpec: string): boolean {
  const last = recordedSpec(lastReconciledSpec);
  return last.kind === "recorded" && last.spec.job?.state === "suspended";
}

function hasFailed({ jobStatus, jobManagerDeploymentStatus: jobManager, error = "" }: LifecycleStatus): boolean {
  if (jobStatus?.state === "FAILED") return true;
  const gone = jobManager === "MISSING" || jobManager === "ERROR";
  return gone && lossMessages.some((message) => error.includes(message));
}
