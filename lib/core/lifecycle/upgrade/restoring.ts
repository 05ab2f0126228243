import type { DeployIntent } from "../../../api/resources/journal.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import { haIsActive } from "../../configuration/options.ts";
import { lastStatePath } from "../../configuration/jobOptions.ts";
import type { RestoreFrom } from "../../configuration/wantedCluster.ts";
import { initialState } from "../../objects/rendered.ts";
import { rfc3339, seconds } from "../../time.ts";
import { awaitingRoom } from "../sessionJobs/awaitingCluster.ts";
import { stopsFirst } from "../sessionJobs/stopsFirst.ts";
import { startEffect } from "../deployment/startEffect.ts";
import { chosenJobId } from "../deployment/chosenJobId.ts";
import type { Circumstances } from "../circumstances.ts";
import { clusterInTheWay } from "../deployment/clusterInTheWay.ts";
import { normal } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { completeRemoval } from "../deletion/removal.ts";
import { isSuspended } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { specProblem } from "../specProblem.ts";
import { inDoubt } from "./doubt.ts";
import { newestKnown } from "./facts.ts";
import { leftElsewhere } from "./graphElsewhere.ts";
import { haMetadata } from "./haMetadata.ts";
import { madeByAnother } from "./madeByAnother.ts";
import { restorePoint, type RestorePoint } from "./restorePoint.ts";
import { asRecorded, isRolledBack, redeployState, targetOf, turnStopped } from "./stopped.ts";

/**
 * The job is behind us: its cluster is taken away whole, and the next one is made of whatever the spec asks for by then, or nothing is
 * made where the job is to be suspended.
 */
export function restoring(seen: Seen, circumstances: Circumstances): Plan | undefined {
  if (!isToBeRestored(seen)) return undefined;
  return (
    madeByAnother(seen) ??
    completeRemoval(seen, "upgrading") ??
    clusterInTheWay(seen) ??
    invalid(seen, circumstances) ??
    overtaken(seen, circumstances) ??
    made(seen, circumstances)
  );
}

/** A suspended job is not resumed by halves: not with the spec from before. */
function invalid(seen: Seen, { defaults }: Circumstances): Plan | undefined {
  const problem = isSuspended(seen) ? specProblem(seen, defaults) : undefined;
  if (problem === undefined) return undefined;
  return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
}

/** The user has changed the spec while the last good one was being brought back: the new one is an ordinary upgrade, and recorded as such. */
function overtaken(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { deployed, resource } = seen;
  if (resource.status.reconciliationStatus?.state !== "ROLLING_BACK" || isRolledBack(seen)) return undefined;
  if (deployed.kind !== "recorded") return undefined;
  const because = "the spec was changed while it was rolled back";
  return turnStopped(seen, circumstances, { ...asRecorded(deployed.last, seen, circumstances), because });
}

function made(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const target = targetOf(seen, circumstances);
  if (target.job?.state === "suspended") return suspending(seen);
  const graph = leftElsewhere(seen, circumstances);
  if (graph !== undefined) return inDoubt(seen, graph);
  const before = givenUp(seen, target, circumstances) ?? awaitingRoom(seen);
  if (before !== undefined) return before;
  const point = target.job === undefined ? sessionPoint : pointOf(seen, circumstances);
  if (point.kind === "doubt") return inDoubt(seen, point.because);
  return (
    pinned(seen, point, circumstances) ??
    forgettingHa(seen, point, circumstances) ??
    deploying(seen, point, circumstances)
  );
}

type From = Extract<RestorePoint, { readonly kind: "from" }>;

const sessionPoint: RestorePoint = {
  kind: "from",
  restoreFrom: { kind: "nothing" },
  because: "making the session cluster anew",
};

/** After a stop, or suspended and wanted again. */
function isToBeRestored(seen: Seen): boolean {
  const { deployed, resource } = seen;
  if (deployed.kind !== "recorded") return false;
  const { state = "UPGRADING" } = resource.status.reconciliationStatus ?? {};
  if (state === "DEPLOYED" || state === "ROLLED_BACK")
    return isSuspended(seen) && resource.spec.job?.state === "running";
  return deployed.last.job === undefined || deployed.last.job.state === "suspended";
}

function suspending(seen: Seen): Plan | undefined {
  if (isSuspended(seen)) return undefined;
  return { act: "turn", because: "the job is suspended", turn: { kind: "suspended" }, wake: "on schedule" };
}

/**
 * The user gives the state up, or names another, after the job was stopped. It is recorded before anything is removed, so that no other
 * run restores meanwhile what is going to be removed.
 */
function givenUp(seen: Seen, target: FlinkDeploymentSpec, circumstances: Circumstances): Plan | undefined {
  const { deployed } = seen;
  if (deployed.kind !== "recorded" || deployed.firstDeployment || target.job === undefined) return undefined;
  const isNamed = redeployState(seen, circumstances) !== undefined;
  // A mode speaks of upgrades: a lost stateless job is recovered with its state, unless the user has edited the spec since.
  const isEdited = seen.resource.metadata.generation !== seen.resource.status.observedGeneration;
  const isGivenUp =
    isEdited && target.job.upgradeMode === "stateless" && deployed.last.job?.upgradeMode !== "stateless";
  if (!isNamed && !isGivenUp) return undefined;
  return turnStopped(seen, circumstances, {
    upgradeMode: "stateless",
    state: null,
    because: "stateless: the state is given up",
  });
}

function pointOf(seen: Seen, circumstances: Circumstances): RestorePoint {
  const { deployed, resource, ha } = seen;
  if (deployed.kind !== "recorded") return { kind: "doubt", because: "nothing is recorded." };
  if (deployed.firstDeployment) {
    const restoreFrom = initialState(targetOf(seen, circumstances));
    return { kind: "from", restoreFrom, because: "starting from the state that the spec names" };
  }
  const { jobId, upgradeSavepointPath } = resource.status.jobStatus ?? {};
  const { upgradeMode = "stateless" } = deployed.last.job ?? {};
  const known = newestKnown(seen);
  if (upgradeMode === "savepoint" && known === undefined && upgradeSavepointPath === lastStatePath) {
    return { kind: "doubt", because: "Job is in terminal state but last checkpoint is unknown." };
  }
  const point = restorePoint({ upgradeMode, known, ha: haMetadata(seen), haKind: ha.kind, jobId });
  return withHa(seen, point, circumstances);
}

/** Without high availability nobody would look into the HA metadata, and another version of Flink cannot read it. */
function withHa(seen: Seen, point: RestorePoint, circumstances: Circumstances): RestorePoint {
  if (point.kind === "doubt" || point.restoreFrom.kind !== "lastState") return point;
  const { namespace } = seen.resource.metadata;
  const spec = targetOf(seen, circumstances);
  const known = newestKnown(seen);
  const isOfLastJob = known !== undefined && known.jobId === seen.resource.status.jobStatus?.jobId;
  if (isOfLastJob && known.flinkVersion !== undefined && known.flinkVersion !== spec.flinkVersion) {
    return {
      kind: "doubt",
      because: `the job's newest state is in HA metadata of ${known.flinkVersion}: set spec.flinkVersion back first.`,
    };
  }
  if (haIsActive(userConfiguration({ namespace, spec }, circumstances.defaults))) return point;
  const because =
    "the job's state is in its HA metadata, and the new spec has no high availability: set it back first.";
  return { kind: "doubt", because };
}

/** What was told from HA metadata is recorded before that is removed: afterwards nobody could tell it again. */
function pinned({ deployed, ...seen }: Seen, point: From, circumstances: Circumstances): Plan | undefined {
  const isByHa =
    deployed.kind === "recorded" && !deployed.firstDeployment && deployed.last.job?.upgradeMode === "last-state";
  if (!isByHa || point.restoreFrom.kind === "lastState") return undefined;
  const stopped = { upgradeMode: "savepoint", state: undefined, because: point.because } as const;
  return turnStopped({ ...seen, deployed }, circumstances, stopped);
}

/** What the next job does not start from would be taken for its own; a new start from elsewhere was decided by now. */
function forgettingHa(seen: Seen, point: From, circumstances: Circumstances): Plan | undefined {
  const { ha } = seen;
  if (point.restoreFrom.kind === "lastState" || ha.kind !== "looked" || ha.jobs.length === 0) return undefined;
  // The jobs in it that were not stopped with their state go on where the next session cluster finds them.
  const target = targetOf(seen, circumstances);
  if (target.job === undefined && !stopsFirst("last-state", seen, circumstances.defaults)) return undefined;
  const because = `${point.because}: removing the HA metadata of the job before`;
  return {
    act: "again",
    because,
    effect: { kind: "deleteHaMetadata", configMaps: ha.configMaps },
    tell: [normal("JobManagerDeployment", "HaMetadataRemoved", because)],
    wake: seconds(0),
  };
}

function deploying(
  seen: Seen,
  { restoreFrom, because }: { readonly restoreFrom: RestoreFrom; readonly because: string },
  circumstances: Circumstances,
): Plan {
  const { resource } = seen;
  const spec = targetOf(seen, circumstances);
  const intent: DeployIntent = {
    kind: "deploy",
    generation: resource.metadata.generation,
    ...(spec.job === undefined ? {} : { jobId: jobIdFor(seen, restoreFrom, circumstances) }),
    deploymentId: circumstances.fresh.deploymentId,
    restoreFrom,
    at: rfc3339(circumstances.now),
  };
  return {
    act: "create",
    because: isRolledBack(seen) ? `rolling back: ${because}` : because,
    intent,
    effect: startEffect(resource, spec),
    wake: seconds(2),
  };
}

/** HA metadata is found by the job's id. */
function jobIdFor({ resource }: Seen, restoreFrom: RestoreFrom, circumstances: Circumstances): string {
  const before = resource.status.jobStatus?.jobId;
  if (restoreFrom.kind === "lastState" && before !== undefined) return before;
  return chosenJobId(resource, circumstances);
}
