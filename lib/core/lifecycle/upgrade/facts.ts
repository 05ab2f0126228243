import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { KnownState } from "../../../api/resources/journal.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { flinkDuration } from "../../configuration/flinkDuration.ts";
import { haIsActive, textOf } from "../../configuration/options.ts";
import type { JobId, JobState } from "../../flink.ts";
import { instant, rfc3339, seconds, since } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { effectiveState, isTerminal } from "../observation/jobState.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { runningOptions } from "../observation/runningOptions.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { haMetadata, type HaMetadata } from "./haMetadata.ts";
import { fromBefore, identified } from "./identified.ts";
import { newestState } from "./newestState.ts";

/** How the job looks. What could not be looked at is `silent`, never `gone`. */
export type JobSight =
  | { readonly kind: "known"; readonly id: JobId; readonly state: JobState; readonly checkpointsAreKnown: boolean }
  | { readonly kind: "unknownToFlink" }
  /** `isUp`: the JobManager is available, and its REST API did not answer. */
  | { readonly kind: "silent"; readonly isUp: boolean }
  /** There is no JobManager Deployment. */
  | { readonly kind: "gone" };

/** What the choice of a way to stop a job rests on. */
export interface Facts {
  readonly seen: Seen;
  /** What is to run next. */
  readonly target: FlinkDeploymentSpec;
  /** What the user asks for now; holds the operator's own options. */
  readonly options: FlinkConfiguration;
  /** What the user asked for in what runs. */
  readonly running: FlinkConfiguration;
  readonly job: JobSight;
  readonly ha: HaMetadata;
  /** HA is on in what runs and in what is to run: only then can one take over from the other's metadata. */
  readonly haInBoth: boolean;
  readonly versionChanges: boolean;
  readonly newest: KnownState | undefined;
  readonly now: Circumstances["now"];
}

export function factsOf(seen: Seen, target: FlinkDeploymentSpec, { defaults, now }: Circumstances): Facts {
  const { namespace } = seen.resource.metadata;
  const next = userConfiguration({ namespace, spec: target }, defaults);
  const running = runningOptions(seen, defaults);
  return {
    seen,
    target,
    options: presentOptions(seen, defaults),
    running,
    job: jobSight(seen, { defaults, now }),
    ha: haMetadata(seen),
    haInBoth: haIsActive(next) && haIsActive(running),
    versionChanges: target.flinkVersion !== runningSpec(seen).flinkVersion,
    newest: newestKnown(seen),
    now,
  };
}

export function jobSight(seen: Seen, circumstances: Pick<Circumstances, "defaults" | "now">): JobSight {
  const { flink, jobManager } = seen;
  if (jobManager === undefined) return { kind: "gone" };
  if (flink.kind !== "answered") return { kind: "silent", isUp: jobManager.availableReplicas > 0 };
  const job = deployedJob(seen);
  if (job === undefined) return { kind: "unknownToFlink" };
  const state = effectiveState(job);
  const checkpointsAreKnown =
    flink.checkpoints !== undefined && (!isTerminal(state) || isFinal(seen, state, circumstances));
  return { kind: "known", id: job.id, state, checkpointsAreKnown };
}

/**
 * Flink answers for a job's checkpoints out of a cache that is as old as `web.refresh-interval`: what it tells is the last word only once
 * the end of the job was seen longer ago than that.
 */
export function isFinal(
  seen: Seen,
  state: JobState,
  { defaults, now }: Pick<Circumstances, "defaults" | "now">,
): boolean {
  const { jobStatus } = seen.resource.status;
  if (jobStatus?.state !== state || jobStatus.updateTime === undefined) return false;
  const interval = flinkDuration(textOf(runningOptions(seen, defaults), "web.refresh-interval") ?? "3 s") ?? seconds(3);
  return since(instant(Number(jobStatus.updateTime)), now) > interval;
}

/** The journal's newest state, brought up to date by what Flink tells now. */
export function newestKnown({ resource, flink, deployed }: Seen): KnownState | undefined {
  const { fleet, jobStatus } = resource.status;
  const before = fleet?.state ?? recordedState({ deployed, resource });
  if (flink.kind !== "answered" || jobStatus?.jobId === undefined || isLastWord(resource, before)) return before;
  const version = deployed.kind === "recorded" ? deployed.spec.flinkVersion : undefined;
  const known = before && afterLostStop(before, fleet?.intent, flink);
  return newestState(known, jobStatus.jobId, flink.checkpoints, version);
}

/** What was complete under the trigger id of a stop is so no more: it is another JobManager that answers. */
function afterLostStop(
  state: KnownState,
  intent: NonNullable<Seen["resource"]["status"]["fleet"]>["intent"],
  { savepoint, checkpoints }: Extract<Seen["flink"], { readonly kind: "answered" }>,
): KnownState {
  const isLost = savepoint?.kind === "unknown" || savepoint?.kind === "failed";
  return isLost && intent?.kind === "stop" ? fromBefore(state, intent, checkpoints) : state;
}

/** The job was ended with it, or the user has named it in its place: nothing that is told of that job any more counts, whatever its clock says. */
const isLastWord = ({ status: { fleet, jobStatus } }: Seen["resource"], state: KnownState | undefined): boolean =>
  fleet?.stoppedAt !== undefined && state?.jobId === jobStatus?.jobId && state?.checkpointId === undefined;

/** Another operator has no journal; what it knows is where the next start restores from. */
function recordedState({
  deployed,
  resource: { status, metadata },
}: Pick<Seen, "deployed" | "resource">): KnownState | undefined {
  const path = status.jobStatus?.upgradeSavepointPath ?? olderRecord(status);
  if (path === undefined || !path.includes("/")) return undefined;
  const at = metadata.creationTimestamp ?? "1970-01-01T00:00:00Z";
  return { kind: "savepoint", path, ...leftBy(status.jobStatus, deployed), at, verified: false };
}

/** Of a job that is at its end it is what that has left, and not what it was started from. */
function leftBy(job: Seen["resource"]["status"]["jobStatus"], deployed: Seen["deployed"]): Pick<KnownState, "jobId"> {
  const hasEnded = job?.state !== undefined && isTerminal(job.state) && !wasLeftToHa(job.state, deployed);
  return job?.jobId !== undefined && (hasEnded || wasStopped(deployed)) ? { jobId: job.jobId } : {};
}

const wasStopped = (deployed: Seen["deployed"]): boolean =>
  deployed.kind === "recorded" &&
  deployed.last.job?.state === "suspended" &&
  deployed.last.job.upgradeMode === "savepoint";

/** The Apache operator calls a job finished that it has removed for its HA metadata; the path it records still is where that job began. */
const wasLeftToHa = (state: JobState, deployed: Seen["deployed"]): boolean =>
  state === "FINISHED" &&
  deployed.kind === "recorded" &&
  deployed.last.job?.state === "suspended" &&
  deployed.last.job.upgradeMode === "last-state";

/** Older releases of it kept the newest savepoint only (JobStatus.savepointInfo); of no interest once a cluster was stopped or made by us. */
function olderRecord({ jobStatus, fleet }: Seen["resource"]["status"]): string | undefined {
  const isOurs = fleet?.stoppedAt !== undefined || fleet?.deploymentId !== undefined;
  return isOurs ? undefined : jobStatus?.savepointInfo?.lastSavepoint?.location;
}

/** The savepoint with which the job is being stopped, once Flink names it: nothing is newer. */
export function stoppedState({ flink, resource, deployed }: Seen, now: Circumstances["now"]): KnownState | undefined {
  if (flink.kind !== "answered" || flink.savepoint?.kind !== "completed") return undefined;
  const { path } = flink.savepoint;
  const { jobStatus, fleet } = resource.status;
  const { flinkVersion } = runningSpec({ resource, deployed });
  const named = { kind: "savepoint", path, ...ofJob(jobStatus?.jobId), ...ofVersion(flinkVersion) } as const;
  const state: KnownState = fleet?.state?.path === path ? fleet.state : { ...named, at: rfc3339(now), verified: true };
  return identified(state, flink.checkpoints);
}

const ofJob = (jobId: string | undefined): Pick<KnownState, "jobId"> => (jobId === undefined ? {} : { jobId });
const ofVersion = (flinkVersion: string | undefined): Pick<KnownState, "flinkVersion"> =>
  flinkVersion === undefined ? {} : { flinkVersion };
