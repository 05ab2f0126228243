import * as z from "zod";

/**
 * On a resource that a trigger has changed: a JSON list of {@link ChangeNote}, the oldest first. It comes with the change itself, in one
 * patch, and is all that is known of it: whoever looks after the resource tells from it and from status what became of each.
 */
export const changesAnnotation = "flink-fleet/changes";

/** Chosen by the sender: the same id is the same change. */
export const changeId = z
  .string()
  .regex(/^[A-Za-z0-9][-._:/+@A-Za-z0-9]{0,127}$/, { error: "must be 1 to 128 letters, digits and -._:/+@" });

/** What a hand has made of a time that is none would count as passed, or as never to come. */
export const noteTime = z.iso.datetime({ offset: true });

const version = z.object({
  /** metadata.generation */
  generation: z.int(),
  image: z.string().optional(),
  jarURI: z.string().optional(),
});

export const changeNote = z.object({
  id: changeId,
  action: z.enum(["redeploy", "restart", "suspend", "resume", "rollback", "savepoint"]),
  /** The sender, as the fleet file names it. */
  by: z.string(),
  /** RFC 3339: when it was asked for, as the sender has it. */
  requestedAt: noteTime.optional(),
  /** RFC 3339: when it was accepted. */
  at: noteTime,
  /** RFC 3339: from when on it has failed if it has not been carried out. */
  deadline: noteTime,
  /** Before it and with it. The same generation twice: there was nothing to change. */
  from: version,
  to: version,
  /** Of a savepoint: the FlinkStateSnapshot, in the same namespace. */
  snapshot: z.string().optional(),
});
export type ChangeNote = z.output<typeof changeNote>;
