import type { FlinkDeployment, FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { DeployIntent } from "../../api/resources/journal.ts";
import type { Instant } from "../time.ts";
import type { CreateCluster } from "./plan.ts";
import { firstRecord } from "./firstRecord.ts";

/**
 * The status that announces a deployment, in the Apache operator's own terms, so that either operator can go on from it:
 * UPGRADING, the spec with job.state `suspended` (not achieved yet), the generation attempted and the job id.
 */
export function claimed(
  resource: FlinkDeployment,
  intent: DeployIntent,
  effect: CreateCluster,
  now: Instant,
): FlinkDeploymentStatus {
  const { status } = resource;
  return {
    ...status,
    jobStatus: { ...status.jobStatus, ...(intent.jobId === undefined ? {} : { jobId: intent.jobId }) },
    jobManagerDeploymentStatus: "MISSING",
    lifecycleState: "UPGRADING",
    observedGeneration: intent.generation,
    reconciliationStatus: {
      ...status.reconciliationStatus,
      state: "UPGRADING",
      lastReconciledSpec: firstRecord(effect.spec, "suspended"),
      reconciliationTimestamp: now,
    },
    fleet: { ...status.fleet, intent },
  };
}
