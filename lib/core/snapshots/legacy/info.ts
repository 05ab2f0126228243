import type { JobStatus } from "../../../api/resources/common.ts";
import { instant, type Instant } from "../../time.ts";
import type { SnapshotType, TriggerType } from "../labels.ts";

/** `status.jobStatus.savepointInfo` and `…checkpointInfo`: what they have in common is all that a request needs. */
export type SavepointInfo = NonNullable<JobStatus["savepointInfo"]>;
export type CheckpointInfo = NonNullable<JobStatus["checkpointInfo"]>;

/** The request that is under way. */
export interface Pending {
  /** `undefined` before Flink has given one (≤1.14). */
  readonly triggerId: string | undefined;
  readonly trigger: TriggerType;
  readonly at: Instant;
  /** That asked for it; the spec may have another one by now, which asks for another snapshot. */
  readonly nonce: number | undefined;
}

/** `undefined` when none is. The Apache operator leaves empty ids behind. */
export function pendingIn(info: SavepointInfo | CheckpointInfo | undefined): Pending | undefined {
  const { triggerId, triggerTimestamp, triggerType, triggerNonce: nonce } = info ?? {};
  const id = triggerId === "" ? undefined : triggerId;
  if (id === undefined && triggerType === undefined) return undefined;
  return { triggerId: id, trigger: triggerType ?? "UNKNOWN", at: instant(triggerTimestamp ?? 0), nonce };
}

export const infoOf = (status: JobStatus | undefined, type: SnapshotType): SavepointInfo | CheckpointInfo | undefined =>
  type === "SAVEPOINT" ? status?.savepointInfo : status?.checkpointInfo;

/** The status of the job with another info in it. */
export const withInfo = (
  status: JobStatus | undefined,
  type: SnapshotType,
  info: SavepointInfo | CheckpointInfo,
): JobStatus =>
  ({ ...status, ...(type === "SAVEPOINT" ? { savepointInfo: info } : { checkpointInfo: info }) }) as JobStatus;
