import * as z from "zod";
import { changeNote } from "../resources/changeNote.ts";

const action = changeNote.shape.action;
const from = changeNote.shape.from;

/** Detail of `change.accepted`: the change stands in the resource, and what becomes of it is told by `change.completed`. */
export const changeAccepted = z
  .strictObject({
    version: z.literal(1),
    changeId: z.string(),
    action,
    by: z.string().describe("The sender, as the fleet file names it."),
    resource: z.strictObject({
      spoke: z.string(),
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      uid: z.string(),
    }),
    from: from.optional().describe("Before it. Left out where the change had been completed before this answer."),
    to: from.optional().describe("With it; the same generation: there was nothing to change."),
    deadline: z.string().optional().describe("RFC 3339: when it has failed if it has not been carried out by then."),
  })
  .describe("A change was made to a resource. It may be said more than once of the same change.");
export type ChangeAccepted = z.output<typeof changeAccepted>;

/** Detail of `change.refused`. */
export const changeRefused = z
  .strictObject({
    version: z.literal(1),
    changeId: z.string().optional().describe("Left out where it could not be read."),
    action: action.optional(),
    by: z.string().optional().describe("The sender, where it is known."),
    resource: z
      .strictObject({
        spoke: z.string(),
        kind: z.string().optional(),
        namespace: z.string().optional(),
        name: z.string().optional(),
        uid: z.string().optional(),
      })
      .optional()
      .describe("The resource, or the cluster; the whole request is refused when left out."),
    because: z.string().describe("What is not right, and what would be."),
    retryable: z
      .boolean()
      .describe("The same may be sent again, with the same id. Whether the change was made is not known for certain."),
  })
  .describe("A change was not made.");
export type ChangeRefused = z.output<typeof changeRefused>;
