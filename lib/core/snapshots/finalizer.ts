import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";

/** The Apache operator's, so that a resource can be taken over and handed back. */
export const snapshotFinalizer = "flinkstatesnapshots.flink.apache.org/finalizer";

export const holdsSnapshotFinalizer = ({ metadata }: FlinkStateSnapshot): boolean =>
  metadata.finalizers.includes(snapshotFinalizer);

/** Whether files go along with the resource. Checkpoints are Flink's own to delete. */
export const disposes = ({ spec }: FlinkStateSnapshot): boolean =>
  spec.savepoint?.disposeOnDelete === true && spec.jobReference?.name !== undefined;
