import type { FlinkDeployment, FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";
import { firstRecord } from "./firstRecord.ts";
import { taskManagerScale } from "./taskManagerScale.ts";

type CreatingPlan = Extract<Plan, { readonly act: "once" }>;

/** The status once all objects of a cluster were created: DEPLOYED, and the intent is done with. */
export function created(
  { metadata, status: before }: FlinkDeployment,
  { intent, effect }: CreatingPlan,
  { defaults, now }: Circumstances,
): FlinkDeploymentStatus {
  const { intent: _done, ...journal } = before.fleet ?? {};
  const { error: _healed, fleet: _journal, ...status } = before;
  const { spec } = effect;
  return {
    ...status,
    jobManagerDeploymentStatus: "DEPLOYING",
    ...(spec.job === undefined ? {} : { jobStatus: { ...status.jobStatus, state: "RECONCILING" } }),
    observedGeneration: intent.generation,
    clusterInfo: {},
    taskManager: taskManagerScale({ metadata, spec }, defaults),
    reconciliationStatus: {
      ...status.reconciliationStatus,
      state: "DEPLOYED",
      lastReconciledSpec: firstRecord(spec, "running"),
      reconciliationTimestamp: now,
    },
    ...(Object.keys(journal).length === 0 ? {} : { fleet: journal }),
  };
}
