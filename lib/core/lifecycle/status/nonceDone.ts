import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import { specRecord, recordedSpec } from "../spec/lastReconciledSpec.ts";

/** A nonce that asked for a snapshot. */
export interface DoneNonce {
  readonly field: "savepointTriggerNonce" | "checkpointTriggerNonce";
  readonly nonce: number;
}

/** The status with the nonce in the record of what was reconciled: it is done with. */
export function nonceDone(status: FlinkDeploymentStatus, done: DoneNonce | undefined): FlinkDeploymentStatus {
  const { reconciliationStatus: reconciled } = status;
  const last = recordedSpec(reconciled?.lastReconciledSpec);
  if (done === undefined || last.kind !== "recorded" || last.spec.job === undefined) return status;
  const job = { ...last.spec.job, [done.field]: done.nonce };
  const lastReconciledSpec = specRecord({ ...last.spec, job }, { firstDeployment: last.firstDeployment });
  const isStable = reconciled?.lastStableSpec === reconciled?.lastReconciledSpec;
  return {
    ...status,
    reconciliationStatus: {
      state: "DEPLOYED",
      ...reconciled,
      lastReconciledSpec,
      ...(isStable ? { lastStableSpec: lastReconciledSpec } : {}),
    },
  };
}
