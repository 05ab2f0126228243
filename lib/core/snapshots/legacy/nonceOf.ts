import type { FlinkResource } from "../../lifecycle/flinkResource.ts";
import type { SnapshotType } from "../labels.ts";
import { infoOf } from "./info.ts";

/**
 * The nonce that the request under way was made for. The Apache operator does not note it, and takes the one that the spec has by the time the
 * snapshot is there: another one that was asked for meanwhile is then never taken.
 */
export const nonceOf = (
  { spec, status }: Pick<FlinkResource, "spec" | "status">,
  type: SnapshotType,
): number | undefined => infoOf(status.jobStatus, type)?.triggerNonce ?? inSpec(spec, type);

const inSpec = ({ job }: FlinkResource["spec"], type: SnapshotType): number | undefined =>
  type === "SAVEPOINT" ? job?.savepointTriggerNonce : job?.checkpointTriggerNonce;
