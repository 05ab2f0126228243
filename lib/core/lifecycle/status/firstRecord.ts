import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { initialState } from "../../objects/rendered.ts";
import { specRecord } from "../spec/lastReconciledSpec.ts";

/** The first upgrade mode ever used: the one of the Apache operator's ApplicationReconciler for a first deployment. */
export const firstUpgradeMode = (spec: FlinkDeploymentSpec): "savepoint" | "stateless" =>
  initialState(spec).kind === "savepoint" ? "savepoint" : "stateless";

/** `lastReconciledSpec` of a first deployment: `suspended` from the claim on, `running` once the cluster was created. */
export const firstRecord = (spec: FlinkDeploymentSpec, state: "running" | "suspended"): string =>
  specRecord(spec, { firstDeployment: true, job: { state, upgradeMode: firstUpgradeMode(spec) } });
