import * as z from "zod";
import { field, int64, optional } from "./field.ts";

const snapshotTrigger = z.enum(["MANUAL", "PERIODIC", "UPGRADE", "UNKNOWN"]);
const checkpointFormat = z.enum(["FULL", "INCREMENTAL", "UNKNOWN"]);
export const savepointFormat = z.enum(["CANONICAL", "NATIVE", "UNKNOWN"]);

const pending = {
  triggerId: optional(z.string(), "The id of the request that is under way."),
  triggerTimestamp: optional(int64, "When that request was made; milliseconds since 1970."),
  triggerType: optional(snapshotTrigger, "Who asked for it."),
  triggerNonce: optional(int64, "The nonce that asked for it."),
};

const savepoint = z.object({
  timeStamp: optional(int64, "When it was taken; milliseconds since 1970."),
  location: optional(z.string(), "Where it lies."),
  triggerType: optional(snapshotTrigger, "Who asked for it."),
  formatType: optional(savepointFormat, "CANONICAL or NATIVE."),
  triggerNonce: optional(int64, "The savepointTriggerNonce that asked for it."),
});

const checkpoint = z.object({
  timeStamp: optional(int64, "When it was taken; milliseconds since 1970."),
  triggerType: optional(snapshotTrigger, "Who asked for it."),
  formatType: optional(checkpointFormat, "FULL or INCREMENTAL."),
  triggerNonce: optional(int64, "The checkpointTriggerNonce that asked for it."),
});

/** `status.jobStatus.savepointInfo`, where savepoints are kept that no FlinkStateSnapshot speaks of. */
export const savepointInfo = z.looseObject({
  ...pending,
  formatType: optional(savepointFormat, "The format of the one that is under way."),
  lastSavepoint: optional(savepoint, "The newest one that is complete."),
  savepointHistory: optional(z.array(savepoint), "Those that are complete and not yet disposed of, oldest first."),
  lastPeriodicSavepointTimestamp: field(
    int64.default(0),
    "When the last scheduled one was taken; milliseconds since 1970.",
  ),
});

/** `status.jobStatus.checkpointInfo`. */
export const checkpointInfo = z.looseObject({
  ...pending,
  formatType: optional(checkpointFormat, "The format of the one that is under way."),
  lastCheckpoint: optional(checkpoint, "The newest one that is complete."),
  lastPeriodicCheckpointTimestamp: field(
    int64.default(0),
    "When the last scheduled one was taken; milliseconds since 1970.",
  ),
});
