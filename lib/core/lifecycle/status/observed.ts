import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { JobStatus, ReconciliationStatus } from "../../../api/resources/common.ts";
import type { JobOverview } from "../../flink.ts";
import type { Circumstances } from "../circumstances.ts";
import { clusterInfo } from "./clusterInfo.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { unseenState } from "../observation/jobState.ts";
import { nothingIsLeftUndone } from "./nothingIsLeftUndone.ts";
import type { Observation } from "../observation/observation.ts";
import { observation } from "../observation/observation.ts";
import { isApplication, isDone, isOver } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { lossMessages } from "../spec/lifecycleState.ts";
import { statusError } from "../spec/statusError.ts";
import { newestKnown, stoppedState } from "../upgrade/facts.ts";

/** Status as this look shows it, in the Apache operator's terms. What was never deployed has nothing to be observed. */
export function observed(seen: Seen, circumstances: Circumstances): FlinkDeploymentStatus {
  const { status } = seen.resource;
  if (seen.deployed.kind === "nothing") return withoutError(status);
  if (!isDone(seen)) return midway(seen, circumstances);
  const found = observation(seen);
  const jobStatus = jobStatusOf(seen, found, circumstances);
  const { error: before, ...rest } = status;
  const error = errorOf(seen, found, before);
  return {
    ...rest,
    ...(error === undefined ? {} : { error }),
    jobManagerDeploymentStatus: found.jobManager,
    ...(jobStatus === undefined ? {} : { jobStatus }),
    clusterInfo: clusterInfo(seen, circumstances),
    ...ledger(seen, circumstances),
    reconciliationStatus: { state: "DEPLOYED", ...status.reconciliationStatus, ...stable(seen, found) },
    ...(nothingIsLeftUndone(seen) ? { observedGeneration: seen.resource.metadata.generation } : {}),
  };
}

/** What is announced is told of once it is made, or was refused. */
function midway(seen: Seen, circumstances: Circumstances): FlinkDeploymentStatus {
  const { status } = seen.resource;
  const after = { ...status, ...ledger(seen, circumstances) };
  return status.fleet?.intent?.kind === "deploy" ? after : replaced(after, seen, circumstances);
}

/** What is there still of a cluster that is being replaced. */
function replaced(before: FlinkDeploymentStatus, seen: Seen, circumstances: Circumstances): FlinkDeploymentStatus {
  const { error = "", ...after } = before;
  const found = observation(seen);
  // Once it was recorded as behind us, it is: though it may run on until its pods go.
  const isFollowed = before.fleet?.stoppedAt === undefined && before.jobStatus?.state !== undefined;
  return {
    ...after,
    ...(error === "" || isDoubt(error) ? {} : { error }),
    ...(isFollowed ? { jobStatus: jobStatusOf(seen, found, circumstances) } : {}),
    jobManagerDeploymentStatus: isLeaving(seen) ? "MISSING" : found.jobManager,
  };
}

/** Told anew as long as it lasts, and not once it was answered. */
const isDoubt = (error: string): boolean => error.includes(lossMessages[0]);

/** On its way out, and no pod of it is up any more. */
const isLeaving = ({ jobManager }: Seen): boolean =>
  jobManager?.availableReplicas === 0 && (jobManager.deleting || jobManager.wantedReplicas === 0);

/** The journal's newest state, which never goes back. */
function ledger(seen: Seen, { now }: Circumstances): Pick<FlinkDeploymentStatus, "fleet"> {
  const { fleet } = seen.resource.status;
  const isKept = isApplication(seen) && !isGivenUp(seen);
  const state = isKept ? (stoppedState(seen, now) ?? newestKnown(seen)) : undefined;
  return state === undefined ? {} : { fleet: { ...fleet, state } };
}

/** The job was left without its state, as the spec asked for: what can be seen of it is no news. */
const isGivenUp = ({ deployed, resource }: Seen): boolean =>
  resource.status.fleet?.stoppedAt !== undefined &&
  deployed.kind === "recorded" &&
  deployed.last.job?.upgradeMode === "stateless";

/** What was wrong with an earlier spec that was never deployed says nothing of this one. */
function withoutError({ error: _error, ...status }: FlinkDeploymentStatus): FlinkDeploymentStatus {
  return status;
}

function jobStatusOf(seen: Seen, found: Observation, { now }: Circumstances): JobStatus | undefined {
  const before = seen.resource.status.jobStatus;
  if (!isApplication(seen)) return before;
  const job = deployedJob(seen);
  if (job === undefined || found.job === undefined) return { ...before, state: unseenState(before?.state) };
  return {
    ...before,
    ...jobFields(job),
    state: found.job,
    ...(before?.state === found.job ? {} : { updateTime: String(now) }),
  };
}

const jobFields = (job: JobOverview): JobStatus => ({ jobName: job.name, startTime: String(job.startTime) });

function errorOf(seen: Seen, found: Observation, before: string | undefined): string | undefined {
  if (found.jobManager === "MISSING") return isMissed(seen) ? "Missing JobManager deployment" : before;
  if (found.jobManager === "ERROR" && found.trouble !== undefined) {
    return statusError({ kind: "deployment", ...found.trouble });
  }
  if (found.jobIsMissing) return "Job Not Found";
  if (found.job === "FAILED") return failedJobText(seen) ?? before;
  // Where nothing could be looked at, what was wrong may be wrong still.
  return found.unreachable === undefined ? undefined : before;
}

const isMissed = (seen: Seen): boolean => !isOver(seen) && seen.resource.metadata.deletionTimestamp === undefined;

function failedJobText({ flink }: Seen): string | undefined {
  const cause = flink.kind === "answered" ? flink.exceptions[0] : undefined;
  return cause === undefined ? undefined : statusError({ kind: "reconciliation", message: cause.stackTrace });
}

/** "Stable" as the Apache operator has it: seen running with all tasks once, finished by itself, or a session cluster that answered. */
function stable(seen: Seen, found: Observation): Pick<ReconciliationStatus, "lastStableSpec"> {
  const { state, lastReconciledSpec: last } = seen.resource.status.reconciliationStatus ?? {};
  // After a rollback the spec that was reconciled last is the bad one, and not what runs.
  if (state !== "DEPLOYED") return {};
  const isStable = !isApplication(seen)
    ? found.jobManager === "READY"
    : found.job === "RUNNING" || found.job === "FINISHED";
  return isStable && last !== undefined ? { lastStableSpec: last } : {};
}
