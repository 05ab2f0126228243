import * as z from "zod";
import { changeAccepted, changeRefused } from "./events/answers.ts";
import { selector } from "./events/selector.ts";
import { changeStatus, changeStatusAnswer } from "./events/status.ts";
import { changeId, changeNote } from "./resources/changeNote.ts";

const change = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("redeploy"),
    image: z.string().optional(),
    imagesOf: z.string().optional(),
    jarURI: z.string().optional(),
    args: z.array(z.string()).optional(),
    flinkConfiguration: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
  z.strictObject({ kind: changeNote.shape.action.exclude(["redeploy"]) }),
]);

const epochMillis = z.int().min(0);
const about = {
  spokes: z.array(z.string()).min(1),
  /** No resource is begun after it. */
  deadline: epochMillis,
};

/** What one function of ours asks of the one in a network zone: somebody who may has asked for it already. */
export const zoneQuestion = z.discriminatedUnion("kind", [
  z.strictObject({
    ...about,
    kind: z.literal("change"),
    request: z.strictObject({
      id: changeId,
      change,
      by: z.string(),
      selector,
      allowed: selector,
      requestedAt: epochMillis,
      deadline: epochMillis,
    }),
  }),
  z.strictObject({ ...about, kind: z.literal("status"), asked: changeStatus, allowed: z.array(selector) }),
]);

export const zoneAnswer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("change"),
    answers: z.array(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("accepted"), detail: changeAccepted, result: z.string().optional() }),
        z.strictObject({ kind: z.literal("refused"), detail: changeRefused }),
      ]),
    ),
  }),
  z.strictObject({ kind: z.literal("status"), status: changeStatusAnswer.pick({ resources: true, refused: true }) }),
]);
