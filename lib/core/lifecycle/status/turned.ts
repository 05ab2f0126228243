import type { JobStatus } from "../../../api/resources/common.ts";
import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { KnownState } from "../../../api/resources/journal.ts";
import { rfc3339 } from "../../time.ts";
import { achieved } from "./achieved.ts";
import type { Circumstances } from "../circumstances.ts";
import { withConsumedNonces } from "./consumedNonces.ts";
import { created } from "./created.ts";
import { isTerminal } from "../observation/jobState.ts";
import { journalAtRest } from "./journalAtRest.ts";
import type { Turn } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { takenInStatus, withoutRequests } from "../../snapshots/legacy/recorded.ts";
import { concluded } from "../snapshots/afterTrigger.ts";
import { announcedInPlace, carriedOut } from "../scaling/recordedInPlace.ts";
import { specRecord } from "../spec/lastReconciledSpec.ts";
import { statusError } from "../spec/statusError.ts";
import { taskManagerScale } from "./taskManagerScale.ts";

type Of<K extends Turn["kind"]> = Extract<Turn, { readonly kind: K }>;

/** The status after a step that is nothing but a change of status. `before` holds what this look has shown. */
export function turned(
  before: FlinkDeploymentStatus,
  turn: Turn,
  seen: Seen,
  circumstances: Circumstances,
): FlinkDeploymentStatus {
  return turn.kind === "snapshotConcluded" ? concluded(before, turn) : ofDeployment(before, turn, seen, circumstances);
}

function ofDeployment(
  before: FlinkDeploymentStatus,
  turn: Exclude<Turn, Of<"snapshotConcluded">>,
  seen: Seen,
  circumstances: Circumstances,
): FlinkDeploymentStatus {
  switch (turn.kind) {
    case "stopped":
      return stopped(before, turn, seen, circumstances);
    case "stopFailed":
      return stopFailed(before, turn, seen, circumstances);
    case "suspended":
      return suspended(before);
    case "accepted":
      return accepted(before, turn, seen, circumstances);
    case "created":
      return { ...created(seen.resource, turn, circumstances), ...errorOf(before) };
    case "recorded":
      return recorded(before);
    case "inPlace":
      return announcedInPlace(before, turn.change, seen.resource, circumstances);
    case "carriedOut":
      return carriedOut(before, seen.resource, circumstances);
    case "rollingBack":
      return { ...before, reconciliationStatus: { ...before.reconciliationStatus, state: "ROLLING_BACK" } };
  }
}

/** As the Apache operator between a stop and the restore: the new spec is recorded with job.state `suspended` and the mode of the stop. */
function stopped(
  before: FlinkDeploymentStatus,
  turn: Of<"stopped">,
  { resource }: Seen,
  { now }: Circumstances,
): FlinkDeploymentStatus {
  const { error: _tried, fleet = {}, ...status } = before;
  const { state: known, ...journal } = journalAtRest(fleet);
  const state = turn.state === undefined ? known : (turn.state ?? undefined);
  const isRollback = turn.into === "ROLLING_BACK";
  const job = { state: "suspended" as const, upgradeMode: turn.upgradeMode };
  const reconciled = status.reconciliationStatus;
  return {
    ...status,
    ...(turn.spec.job === undefined ? {} : { jobStatus: jobStatusOf(status, turn, state) }),
    ...(isRollback ? {} : { observedGeneration: resource.metadata.generation }),
    reconciliationStatus: {
      ...reconciled,
      state: turn.into,
      lastReconciledSpec: isRollback
        ? achieved(reconciled?.lastReconciledSpec, job.state, job.upgradeMode)
        : specRecord(withConsumedNonces(turn.spec, reconciled?.lastReconciledSpec), {
            firstDeployment: turn.firstDeployment,
            job,
          }),
    },
    fleet: { ...journal, ...(state === undefined ? {} : { state }), stoppedAt: rfc3339(now) },
  };
}

function jobStatusOf(
  { jobStatus }: FlinkDeploymentStatus,
  { upgradeMode, taken }: Of<"stopped">,
  state: KnownState | undefined,
): FlinkDeploymentStatus["jobStatus"] {
  const { upgradeSavepointPath: _before, ...rest } = jobStatus ?? {};
  const ended = withoutRequests(endedStatus(rest));
  return {
    ...(taken === undefined ? ended : takenInStatus(ended, "SAVEPOINT", taken)),
    ...(upgradeMode === "savepoint" && state !== undefined ? { upgradeSavepointPath: state.path } : {}),
  };
}

/** As the Apache operator, also where the job was merely left behind. */
const endedStatus = (job: JobStatus): JobStatus => ({
  ...job,
  state: job.state !== undefined && isTerminal(job.state) ? job.state : "FINISHED",
});

function stopFailed(
  before: FlinkDeploymentStatus,
  { because }: Of<"stopFailed">,
  { resource }: Seen,
  { now }: Circumstances,
): FlinkDeploymentStatus {
  const intent = resource.status.fleet?.intent;
  const attempts = (resource.status.fleet?.failedStop?.attempts ?? 0) + 1;
  const { generation } = resource.metadata;
  const text = because.slice(0, 500);
  return {
    ...before,
    error: statusError({ kind: "upgrade", message: `The job could not be stopped with its state: ${text}` }),
    reconciliationStatus: {
      ...before.reconciliationStatus,
      state: intent?.kind === "stop" ? intent.from : "DEPLOYED",
    },
    fleet: {
      ...journalAtRest(before.fleet ?? {}),
      ...(before.fleet?.inPlace === undefined ? {} : { inPlace: before.fleet.inPlace }),
      failedStop: { attempts, generation, because: text, at: rfc3339(now) },
    },
  };
}

function recorded(before: FlinkDeploymentStatus): FlinkDeploymentStatus {
  const reconciled = before.reconciliationStatus;
  const lastReconciledSpec = achieved(reconciled?.lastReconciledSpec, "running");
  return {
    ...before,
    jobManagerDeploymentStatus: "DEPLOYING",
    jobStatus: { ...before.jobStatus, state: "RECONCILING" },
    reconciliationStatus: { ...reconciled, state: "DEPLOYED", lastReconciledSpec },
  };
}

const errorOf = ({ error }: FlinkDeploymentStatus): Pick<FlinkDeploymentStatus, "error"> =>
  error === undefined ? {} : { error };

/** The Apache operator counts what was suspended on purpose as stable. */
function suspended(before: FlinkDeploymentStatus): FlinkDeploymentStatus {
  const { error: _over, ...status } = before;
  const reconciled = status.reconciliationStatus;
  return {
    ...status,
    jobManagerDeploymentStatus: "MISSING",
    ...(status.jobStatus === undefined ? {} : { jobStatus: endedStatus(status.jobStatus) }),
    clusterInfo: {},
    taskManager: { labelSelector: "", replicas: 0 },
    reconciliationStatus: {
      ...reconciled,
      state: "DEPLOYED",
      ...(reconciled?.lastReconciledSpec === undefined ? {} : { lastStableSpec: reconciled.lastReconciledSpec }),
    },
    fleet: journalAtRest(status.fleet ?? {}),
  };
}

function accepted(
  before: FlinkDeploymentStatus,
  { spec, jobId, deploymentId, into }: Of<"accepted">,
  { resource }: Seen,
  { defaults, now }: Circumstances,
): FlinkDeploymentStatus {
  const { error: _healed, ...status } = before;
  const upgradeMode = spec.job?.upgradeMode ?? "stateless";
  return {
    ...status,
    ...(jobId === undefined ? {} : { jobStatus: { ...status.jobStatus, jobId, state: "RECONCILING" as const } }),
    observedGeneration: resource.metadata.generation,
    taskManager: taskManagerScale({ metadata: resource.metadata, spec }, defaults),
    reconciliationStatus: {
      ...status.reconciliationStatus,
      state: into,
      lastReconciledSpec: specRecord(spec, { firstDeployment: false, job: { state: "running", upgradeMode } }),
      reconciliationTimestamp: now,
    },
    fleet: { ...journalAtRest(status.fleet ?? {}), ...(deploymentId === undefined ? {} : { deploymentId }) },
  };
}
