import type { Happening } from "../../lifecycle/events/happening.ts";
import { warning } from "../../lifecycle/happenings/told.ts";
import type { SnapshotType, TriggerType } from "../labels.ts";

/** The event of a snapshot that failed, in the words of the Apache operator (SnapshotObserver), with the cause. */
export function legacyError(
  type: SnapshotType,
  trigger: TriggerType,
  nonce: number | undefined,
  because: string,
): Happening {
  if (type === "SAVEPOINT") {
    const what =
      trigger === "PERIODIC" ? "Periodic savepoint failed" : `Savepoint failed for savepointTriggerNonce: ${nonce}`;
    return warning("Operator", "SavepointError", `${what}: ${because}`);
  }
  const what =
    trigger === "PERIODIC" ? "Periodic checkpoint failed" : `Checkpoint failed for checkpointTriggerNonce: ${nonce}`;
  return warning("Operator", "CheckpointError", `${what}: ${because}`);
}
