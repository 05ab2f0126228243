import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { KnownState } from "../../../api/resources/journal.ts";
import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { KubernetesObject } from "../../kubernetes.ts";
import type { Taken } from "../../snapshots/legacy/recorded.ts";
import { seconds } from "../../time.ts";
import { asRunning } from "../observation/asRunning.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Happening } from "../events/happening.ts";
import type { Plan } from "../plan.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { specProblem } from "../specProblem.ts";
import { changes } from "../spec/difference.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";
import { givenUp } from "./givenUp.ts";
import { namedState } from "./newestState.ts";

export interface Stopped {
  readonly upgradeMode: UpgradeMode;
  readonly state: KnownState | null | undefined;
  readonly because: string;
  /** Nothing of it ever ran. */
  readonly firstDeployment?: boolean;
  readonly tell?: readonly Happening[];
  readonly keep?: KubernetesObject;
  readonly taken?: Taken;
}

/** What runs, or is to run, is the last good spec and not the one that was reconciled last; unless the user has changed it since. */
export function isRolledBack({ resource, deployed }: Seen): boolean {
  const state = resource.status.reconciliationStatus?.state;
  if (state !== "ROLLING_BACK" && state !== "ROLLED_BACK") return false;
  return deployed.kind !== "recorded" || changes(asRunning(deployed.last), resource.spec).class === "ignore";
}

/** What is to run next: what the resource asks for, what ran well before where that is rolled back, and what ran last where neither can. */
export function targetOf(seen: Seen, { defaults }: Circumstances): FlinkDeploymentSpec {
  const stable = recordedSpec(seen.resource.status.reconciliationStatus?.lastStableSpec);
  if (isRolledBack(seen) && stable.kind === "recorded") return rollbackSpec(seen, stable.spec);
  return specProblem(seen, defaults) === undefined ? seen.resource.spec : lastGoodSpec(seen);
}

/** As the Apache operator (ReconciliationUtils): with the state of what has failed, unless that had given it up. */
function rollbackSpec({ deployed }: Seen, stable: FlinkDeploymentSpec): FlinkDeploymentSpec {
  if (stable.job === undefined || deployed.kind !== "recorded") return stable;
  const isStateless = deployed.last.job?.upgradeMode === "stateless";
  return { ...stable, job: { ...stable.job, state: "running", upgradeMode: isStateless ? "stateless" : "last-state" } };
}

/**
 * Whether it is to run is asked for in any case. The recorded mode is the one of the last restore, `stateless` after any first deployment,
 * and the wanted one is part of what is refused: neither gives a state up.
 */
function lastGoodSpec(seen: Seen): FlinkDeploymentSpec {
  const { job, ...spec } = runningSpec(seen);
  if (job === undefined) return spec;
  const { state = "running", upgradeMode: wish } = seen.resource.spec.job ?? {};
  const upgradeMode = [job.upgradeMode, wish].find((mode) => mode !== "stateless") ?? "last-state";
  return { ...spec, job: { ...job, state, upgradeMode } };
}

/** The state that the user names with another savepointRedeployNonce; a spec that cannot be deployed names none. */
export function redeployState(seen: Seen, { now, defaults }: Circumstances): KnownState | undefined {
  const { deployed, resource } = seen;
  if (deployed.kind !== "recorded" || deployed.difference.class !== "savepointRedeploy") return undefined;
  const path = resource.spec.job?.initialSavepointPath?.trim();
  if (path === undefined || specProblem(seen, defaults) !== undefined) return undefined;
  const { jobId } = resource.status.jobStatus ?? {};
  return namedState(path, { jobId, flinkVersion: resource.spec.flinkVersion }, now);
}

/** How the next job starts where what was to start last never did: in the same way, unless the spec gives the state up by now. */
export function asRecorded(
  { job }: FlinkDeploymentSpec,
  seen: Seen,
  circumstances: Circumstances,
): Pick<Stopped, "upgradeMode" | "state"> {
  return targetOf(seen, circumstances).job?.upgradeMode === "stateless"
    ? { upgradeMode: "stateless", state: null }
    : { upgradeMode: job?.upgradeMode ?? "stateless", state: undefined };
}

/** The job is behind us: from here on the resource is one whose cluster has to be made anew. */
export function turnStopped(seen: Seen, circumstances: Circumstances, stopped: Stopped): Plan {
  const named = redeployState(seen, circumstances);
  const isNamed = named !== undefined;
  const tell = told(seen, stopped, named);
  return {
    act: "turn",
    because: isNamed ? "going on from the state that the spec names" : stopped.because,
    turn: {
      kind: "stopped",
      spec: targetOf(seen, circumstances),
      upgradeMode: isNamed ? "savepoint" : stopped.upgradeMode,
      state: isNamed ? named : stopped.state,
      into: isRolledBack(seen) ? "ROLLING_BACK" : "UPGRADING",
      firstDeployment: stopped.firstDeployment ?? false,
      ...(stopped.taken === undefined ? {} : { taken: stopped.taken }),
    },
    ...(tell.length === 0 ? {} : { tell }),
    ...(stopped.keep === undefined ? {} : { keep: stopped.keep }),
    // Its cluster goes next, in the same run.
    ...(seen.jobManager === undefined ? {} : { step: "podsGone" as const }),
    wake: seconds(0),
  };
}

function told(seen: Seen, { tell = [], state }: Stopped, named: KnownState | undefined): readonly Happening[] {
  return named === undefined && state !== null ? tell : [...tell, ...givenUp(seen, named)];
}
