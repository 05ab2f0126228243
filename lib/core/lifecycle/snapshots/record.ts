import type { JobStatus } from "../../../api/resources/common.ts";
import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { SnapshotType } from "../../snapshots/labels.ts";

/** `savepointInfo` or `checkpointInfo` of status.jobStatus, as it is to be. */
export type SnapshotRecord = Pick<JobStatus, "savepointInfo"> | Pick<JobStatus, "checkpointInfo">;

export const recordOf = ({ savepointInfo, checkpointInfo }: JobStatus, type: SnapshotType): SnapshotRecord =>
  type === "SAVEPOINT" ? { savepointInfo } : { checkpointInfo };

export const recorded = (status: FlinkDeploymentStatus, record: SnapshotRecord): FlinkDeploymentStatus => ({
  ...status,
  jobStatus: { ...status.jobStatus, ...record },
});
