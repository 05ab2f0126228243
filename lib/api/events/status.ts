import * as z from "zod";
import { changeId } from "../resources/changeNote.ts";
import { changeRefused } from "./answers.ts";
import { selector } from "./selector.ts";

/** Asked over HTTPS, by those who wait for the end of a change and read no bus. Changes nothing. */
export const changeStatus = z
  .strictObject({ version: z.literal(1), changeId, selector: selector.describe("That of the request.") })
  .describe("What has become of a change?");
export type ChangeStatus = z.output<typeof changeStatus>;

export const changeStatusAnswer = z
  .strictObject({
    version: z.literal(1),
    changeId: z.string(),
    complete: z
      .boolean()
      .describe("Every resource that has the change has its result, and every cluster could be asked."),
    resources: z.array(
      z.strictObject({
        spoke: z.string(),
        kind: z.string(),
        namespace: z.string(),
        name: z.string(),
        uid: z.string(),
        result: z.string().optional().describe("As in change.completed; left out while it is on its way."),
        at: z.string().optional().describe("RFC 3339: when the result was seen."),
      }),
    ),
    refused: z.array(changeRefused).describe("Clusters that could not be asked."),
  })
  .describe("The resources that have the change, and what became of it there.");
export type ChangeStatusAnswer = z.output<typeof changeStatusAnswer>;
