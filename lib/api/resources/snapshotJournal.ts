import * as z from "zod";

/** An attempt that was announced: a request of this job was made, or is about to be. */
const snapshotIntent = z.object({
  kind: z.literal("snapshot"),
  jobId: z.string(),
  /** RFC 3339: when it was claimed. */
  at: z.string(),
});
export type SnapshotIntent = z.output<typeof snapshotIntent>;

/** `status.fleet` of a FlinkStateSnapshot. The id of the request is in `status.triggerId`, where other operators look for it too. */
export const snapshotJournal = z.looseObject({
  intent: snapshotIntent.optional(),
  /** RFC 3339: since when the job is waited for. */
  waitingSince: z.string().optional(),
});
