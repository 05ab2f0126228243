import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";

/** The spec with the snapshot nonces of the record: those are done with, and one that is not yet answered outlives an upgrade. */
export function withConsumedNonces(spec: FlinkDeploymentSpec, record: string | undefined): FlinkDeploymentSpec {
  const last = recordedSpec(record);
  if (spec.job === undefined || last.kind !== "recorded" || last.spec.job === undefined) return spec;
  const { savepointTriggerNonce: savepoint, checkpointTriggerNonce: checkpoint, ...job } = spec.job;
  const { savepointTriggerNonce, checkpointTriggerNonce } = last.spec.job;
  return {
    ...spec,
    job: {
      ...job,
      ...(savepoint === undefined || savepointTriggerNonce === undefined ? {} : { savepointTriggerNonce }),
      ...(checkpoint === undefined || checkpointTriggerNonce === undefined ? {} : { checkpointTriggerNonce }),
    },
  };
}
