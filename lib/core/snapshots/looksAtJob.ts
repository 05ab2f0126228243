import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { disposes, holdsSnapshotFinalizer } from "./finalizer.ts";
import { isFinished } from "./finished.ts";

/** Whether a decision about the snapshot needs a look at its job: of most snapshots there is nothing left to decide. */
export function looksAtJob(resource: FlinkStateSnapshot): boolean {
  if (resource.metadata.deletionTimestamp !== undefined) return holdsSnapshotFinalizer(resource) && disposes(resource);
  return !isFinished(resource) && resource.spec.savepoint?.alreadyExists !== true;
}
