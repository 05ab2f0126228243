import type { FlinkStateSnapshot } from "../../../api/resources/flinkStateSnapshot.ts";
import { instant, parsedInstant, type Instant } from "../../time.ts";
import { isFinished } from "../finished.ts";
import { labelNames, snapshotType, type SnapshotType } from "../labels.ts";
import type { Asking } from "./snapshotsDue.ts";

/**
 * When a periodic snapshot was asked for last: what exists tells, so that no memory is needed. The first one comes an interval after
 * the resource was made.
 */
export function lastPeriodic(
  { resource, snapshots }: Pick<Asking, "resource" | "snapshots">,
  type: SnapshotType,
): Instant {
  const { savepointInfo, checkpointInfo } = resource.status.jobStatus ?? {};
  const before =
    type === "SAVEPOINT"
      ? savepointInfo?.lastPeriodicSavepointTimestamp
      : checkpointInfo?.lastPeriodicCheckpointTimestamp;
  const made = snapshots
    .filter((one) => isPeriodic(one, type))
    .map(({ metadata }) => timeOf(metadata.creationTimestamp));
  return instant(Math.max(before ?? 0, timeOf(resource.metadata.creationTimestamp), ...made));
}

/** Where one is still to be taken, another would only wait beside it. */
export const periodicUnderWay = (snapshots: readonly FlinkStateSnapshot[], type: SnapshotType): boolean =>
  snapshots.some((one) => isPeriodic(one, type) && !isFinished(one));

const isPeriodic = (snapshot: FlinkStateSnapshot, type: SnapshotType): boolean =>
  snapshot.metadata.labels[labelNames.triggerType] === "PERIODIC" && snapshotType(snapshot) === type;

const timeOf = (creationTimestamp: string | undefined): number =>
  creationTimestamp === undefined ? 0 : parsedInstant(creationTimestamp);
