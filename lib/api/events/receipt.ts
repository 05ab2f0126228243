import * as z from "zod";
import { changeNote } from "../resources/changeNote.ts";
import { changeResults } from "../resources/changesJournal.ts";
import { resourceNamed } from "./resourceNamed.ts";

const version = z.strictObject({
  generation: z.int().describe("metadata.generation"),
  image: z.string().optional(),
  jarURI: z.string().optional(),
});

const state = z
  .strictObject({
    kind: z
      .enum(["savepoint", "checkpoint", "lastState", "nothing"])
      .describe("lastState: what Flink found in its HA metadata, where nobody has told which checkpoint that is."),
    path: z.string().optional(),
    takenAt: z.string().optional().describe("RFC 3339."),
    ageSeconds: z.int().optional().describe("From when it was taken to when the job was started from it."),
  })
  .describe(
    "What the job was started from, where it was started anew; of a savepoint that was asked for: what was taken.",
  );

/** Detail of `change.completed`. */
export const receipt = z
  .strictObject({
    version: z.literal(1),
    receiptId: z
      .string()
      .describe("The same receipt may be told more than once, always with this id and the same content."),
    changeId: z.string(),
    action: changeNote.shape.action,
    by: z.string().describe("The sender of the request, as the fleet file names it."),
    resource: resourceNamed,
    result: z
      .enum(changeResults)
      .describe(
        "succeeded: it runs, or is suspended, as asked for. superseded: something else was asked for before. unchanged: there was nothing to do.",
      ),
    from: version,
    to: version,
    requestedAt: z.string().optional().describe("RFC 3339, as are the two below."),
    acceptedAt: z.string(),
    completedAt: z.string().describe("When the result was seen."),
    state: state.optional(),
    downtimeSeconds: z
      .int()
      .optional()
      .describe("How long the job was seen not to run, until it ran again. Left out where nothing was stopped."),
    attempts: z.int().describe("Deployments that were begun for this change; 0 where it needed none."),
    supersededBy: z.string().optional().describe("The change that came before this one was carried out."),
    cause: z.string().optional().describe("Why it failed, or was superseded."),
  })
  .describe("What became of a change of one resource: exactly one for each, by its id.");
export type Receipt = z.output<typeof receipt>;
