import type { JobStatus } from "../../../api/resources/common.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import type { SnapshotType } from "../labels.ts";
import { infoOf, pendingIn, withInfo, type CheckpointInfo, type Pending, type SavepointInfo } from "./info.ts";

/** What was taken. */
export interface Taken extends Pending {
  readonly path: string | undefined;
  /** Absent: that of the request which is under way. */
  readonly formatType?: string;
}

/** The status that announces a request. */
export function announcedInStatus(
  status: JobStatus | undefined,
  type: SnapshotType,
  pending: Pending,
  configuration: FlinkConfiguration,
): JobStatus {
  const info = infoOf(status, type);
  const { triggerId: _id, triggerNonce: _nonce, ...rest } = info ?? {};
  const formatType = operatorOption(configuration, type === "SAVEPOINT" ? "savepoint.format.type" : "checkpoint.type");
  return withInfo(status, type, {
    ...initial(type),
    ...rest,
    ...(pending.triggerId === undefined ? {} : { triggerId: pending.triggerId }),
    triggerTimestamp: pending.at,
    triggerType: pending.trigger,
    ...(pending.nonce === undefined ? {} : { triggerNonce: pending.nonce }),
    formatType,
  } as SavepointInfo | CheckpointInfo);
}

const initial = (type: SnapshotType): object =>
  type === "SAVEPOINT" ? { lastPeriodicSavepointTimestamp: 0 } : { lastPeriodicCheckpointTimestamp: 0 };

/** Nothing is under way any more. With `at`, the next try counts from there. */
export function cleared(status: JobStatus | undefined, type: SnapshotType, at?: number): JobStatus {
  const {
    triggerId: _id,
    triggerTimestamp: _at,
    triggerType: _type,
    triggerNonce: _nonce,
    formatType: _format,
    ...rest
  } = infoOf(status, type) ?? {};
  const info = { ...initial(type), ...rest, ...(at === undefined ? {} : { triggerTimestamp: at }) };
  return withInfo(status, type, info as SavepointInfo | CheckpointInfo);
}

/** Nothing is under way any more, of either type: the job that was asked is gone. */
export function withoutRequests(status: JobStatus): JobStatus {
  const types = (["SAVEPOINT", "CHECKPOINT"] as const).filter((type) => pendingIn(infoOf(status, type)) !== undefined);
  return types.reduce((before, type) => cleared(before, type), status);
}

/** The time of the newest periodic one, whether it was taken or given up. */
export function periodicAt(status: JobStatus | undefined, type: SnapshotType, at: number): JobStatus {
  const info = infoOf(status, type) ?? {};
  const time = type === "SAVEPOINT" ? { lastPeriodicSavepointTimestamp: at } : { lastPeriodicCheckpointTimestamp: at };
  return withInfo(status, type, { ...info, ...time } as SavepointInfo | CheckpointInfo);
}

/** The status once a snapshot is there: the newest one, and for savepoints the history with it. */
export function takenInStatus(status: JobStatus | undefined, type: SnapshotType, taken: Taken): JobStatus {
  const none = cleared(status, type);
  const after = taken.trigger === "PERIODIC" ? periodicAt(none, type, taken.at) : none;
  const entry = entryOf(taken, taken.formatType ?? infoOf(status, type)?.formatType);
  return type === "SAVEPOINT" ? withSavepoint(after, { ...entry, location: taken.path }) : withCheckpoint(after, entry);
}

const entryOf = ({ at, trigger, nonce }: Taken, formatType: string | undefined): object => ({
  timeStamp: at,
  triggerType: trigger,
  ...(formatType === undefined ? {} : { formatType }),
  ...(nonce === undefined ? {} : { triggerNonce: nonce }),
});

const withCheckpoint = (status: JobStatus, lastCheckpoint: object): JobStatus =>
  withInfo(status, "CHECKPOINT", { ...status.checkpointInfo, lastCheckpoint } as CheckpointInfo);

function withSavepoint(status: JobStatus, lastSavepoint: { readonly location: string | undefined }): JobStatus {
  const before = status.savepointInfo?.savepointHistory ?? [];
  const isKnown = before.at(-1)?.location === lastSavepoint.location;
  const savepointHistory = isKnown ? before : [...before, lastSavepoint];
  return withInfo(status, "SAVEPOINT", { ...status.savepointInfo, lastSavepoint, savepointHistory } as SavepointInfo);
}
