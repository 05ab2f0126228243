import type { FlinkDeployment, FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import { deploymentRecord, recordedDeployment } from "./spec/lastReconciledSpec.ts";

/** What status records as deployed (or announced); `undefined` when nothing is, or when it cannot be read. */
export function deployedSpec({ status }: FlinkDeployment): FlinkDeploymentSpec | undefined {
  const last = recordedDeployment(status.reconciliationStatus?.lastReconciledSpec);
  return last.kind === "recorded" ? last.spec : undefined;
}

/** The first upgrade mode ever used: the one of the Apache operator's ApplicationReconciler for a first deployment. */
export const firstUpgradeMode = (spec: FlinkDeploymentSpec): "savepoint" | "stateless" =>
  spec.job?.initialSavepointPath === undefined ? "stateless" : "savepoint";

/** `lastReconciledSpec` of a first deployment: `suspended` from the claim on, `running` once the cluster was created. */
export const firstRecord = (spec: FlinkDeploymentSpec, state: "running" | "suspended"): string =>
  deploymentRecord(spec, { firstDeployment: true, job: { state, upgradeMode: firstUpgradeMode(spec) } });
