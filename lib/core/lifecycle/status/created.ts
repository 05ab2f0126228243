import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkResource } from "../flinkResource.ts";
import type { Journal, KnownState } from "../../../api/resources/journal.ts";
import { rfc3339 } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { achieved } from "./achieved.ts";
import { journalAtRest } from "./journalAtRest.ts";
import { withRendering } from "../drift/rendering.ts";
import type { Plan } from "../plan.ts";
import { taskManagerScale } from "./taskManagerScale.ts";
import { lastStatePath } from "../../configuration/jobOptions.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";

type CreatingPlan = Pick<Extract<Plan, { readonly act: "create" }>, "intent" | "effect">;

/** The status once all objects of a cluster were created: DEPLOYED, or ROLLED_BACK, and the intent is done with. */
export const created = (
  resource: FlinkResource,
  plan: CreatingPlan,
  circumstances: Circumstances,
): FlinkDeploymentStatus =>
  withRendering({ ...resource, status: deployed(resource, plan, circumstances) }, circumstances.defaults);

function deployed(
  { metadata, session, status: before }: FlinkResource,
  { intent, effect }: CreatingPlan,
  { defaults, now }: Circumstances,
): FlinkDeploymentStatus {
  const { error: _healed, fleet: _journal, ...status } = before;
  const { spec } = effect;
  const reconciled = status.reconciliationStatus;
  const isRollback = reconciled?.state === "ROLLING_BACK";
  const { upgradeSavepointPath: _restored, ...job } = status.jobStatus ?? {};
  return {
    ...status,
    jobManagerDeploymentStatus: "DEPLOYING",
    ...(spec.job === undefined
      ? {}
      : { jobStatus: { ...job, ...restoredPath(intent), state: "RECONCILING" as const } }),
    observedGeneration: intent.generation,
    clusterInfo: {},
    taskManager: taskManagerScale({ metadata, spec }, defaults),
    reconciliationStatus: {
      ...reconciled,
      state: isRollback ? "ROLLED_BACK" : "DEPLOYED",
      lastReconciledSpec: achieved(reconciled?.lastReconciledSpec, "running"),
      reconciliationTimestamp: now,
    },
    fleet: { ...journalOf(before, intent, rfc3339(now)), ...(session === undefined ? madeWith(intent) : {}) },
  };
}

/** As the Apache operator leaves it: the path, or its marker for "from the HA metadata". */
function restoredPath({ restoreFrom }: CreatingPlan["intent"]): { readonly upgradeSavepointPath?: string } {
  switch (restoreFrom.kind) {
    case "nothing":
      return {};
    case "savepoint":
      return { upgradeSavepointPath: restoreFrom.path };
    case "lastState":
      return { upgradeSavepointPath: lastStatePath };
  }
}

function journalOf(status: FlinkDeploymentStatus, intent: CreatingPlan["intent"], at: string): Journal {
  const { state, ...rest } = journalAtRest(status.fleet ?? {});
  const kept = startingState(status, intent, state, at);
  return { ...rest, ...(kept === undefined ? {} : { state: kept }), deploymentId: intent.deploymentId };
}

/** By these its objects are rendered again, to be compared with what is there. */
const madeWith = ({ generation, restoreFrom }: CreatingPlan["intent"]): Pick<Journal, "deployed"> => ({
  deployed: { generation, restoreFrom },
});

/** Of a job whose id the user has fixed: what its last run has left must not be taken for newer than all that this one makes. */
function ofJobBefore({ jobId: _same, checkpointId: _counted, ...state }: KnownState): KnownState {
  return state;
}

/** What the job was started with is the newest state there is, until it has made another. */
function startingState(
  status: FlinkDeploymentStatus,
  { restoreFrom, jobId }: CreatingPlan["intent"],
  known: Journal["state"],
  at: string,
): Journal["state"] {
  if (restoreFrom.kind === "lastState") return known;
  if (restoreFrom.kind === "nothing") return undefined;
  if (known?.path === restoreFrom.path) return known.jobId === jobId ? ofJobBefore(known) : known;
  const last = recordedSpec(status.reconciliationStatus?.lastReconciledSpec);
  const flinkVersion = last.kind === "recorded" ? last.spec.flinkVersion : undefined;
  return {
    kind: "savepoint",
    path: restoreFrom.path,
    ...(flinkVersion === undefined ? {} : { flinkVersion }),
    at,
    verified: false,
  };
}
