import * as z from "zod";
import { apiVersion, conditions, metadata } from "./common.ts";
import { field, opaque, optional, parts } from "./field.ts";
import { savepointFormat } from "./snapshotInfo.ts";
import { snapshotJournal } from "./snapshotJournal.ts";

const jobReference = z.object({
  kind: optional(z.enum(["FlinkDeployment", "FlinkSessionJob"]), "The kind of the resource whose job it is."),
  name: optional(z.string(), "Its name, in the same namespace."),
});

const savepointSpec = z.object({
  path: optional(
    z.string(),
    "The folder to write to; the savepoint folder of the job's configuration when left out. With alreadyExists, where it lies.",
  ),
  formatType: field(
    savepointFormat.default("CANONICAL"),
    "CANONICAL can be restored with another state backend, NATIVE is quicker.",
  ),
  disposeOnDelete: field(z.boolean().default(true), "Deletes the savepoint's files along with this resource."),
  alreadyExists: field(z.boolean().default(false), "Nothing is taken: this speaks of a savepoint that is there."),
});

export const flinkStateSnapshotSpec = z.object({
  jobReference: optional(jobReference, "The job. Not needed for a savepoint that already exists."),
  savepoint: optional(savepointSpec, "Takes a savepoint. Exactly one of savepoint and checkpoint is to be there."),
  checkpoint: optional(z.object({}), "Takes a checkpoint. Exactly one of savepoint and checkpoint is to be there."),
  backoffLimit: field(z.int32().default(-1), "How often a failed attempt is repeated; −1 for ever, 0 never."),
});
export type FlinkStateSnapshotSpec = z.output<typeof flinkStateSnapshotSpec>;

const flinkStateSnapshotStatus = z.looseObject({
  state: field(
    z.enum(["TRIGGER_PENDING", "IN_PROGRESS", "COMPLETED", "FAILED", "ABANDONED"]).default("TRIGGER_PENDING"),
    "How far it has got. ABANDONED: the job went away.",
  ),
  triggerId: optional(z.string(), "The id of the request in Flink."),
  triggerTimestamp: optional(z.string(), "When it was asked for; RFC 3339."),
  resultTimestamp: optional(z.string(), "When it was complete or given up; RFC 3339."),
  path: optional(z.string(), "Where the snapshot lies."),
  error: optional(z.string(), "Why the last attempt failed."),
  failures: field(z.int32().default(0), "How many attempts have failed."),
  conditions,
  fleet: optional(snapshotJournal.meta(opaque), "What flink-fleet has to remember. Not for reading by others."),
});
export type FlinkStateSnapshotStatus = z.output<typeof flinkStateSnapshotStatus>;

/** As it is read from an API server. */
export const flinkStateSnapshot = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal("FlinkStateSnapshot"),
    metadata,
    spec: parts(flinkStateSnapshotSpec, "What is wanted."),
    status: parts(flinkStateSnapshotStatus, "What there is."),
  })
  .describe("One savepoint or checkpoint of a job.");
export type FlinkStateSnapshot = z.output<typeof flinkStateSnapshot>;
