import type { FlinkDeployment } from "../../../api/resources/flinkDeployment.ts";
import type { SnapshotType } from "../labels.ts";

/** The nonce that asks for snapshots of this type. */
export const nonceOf = ({ spec }: Pick<FlinkDeployment, "spec">, type: SnapshotType): number | undefined =>
  type === "SAVEPOINT" ? spec.job?.savepointTriggerNonce : spec.job?.checkpointTriggerNonce;
