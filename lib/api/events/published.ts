import type * as z from "zod";
import { changeAccepted, changeRefused } from "./answers.ts";
import { lifecycleChanged } from "./lifecycle.ts";
import { receipt } from "./receipt.ts";
import { requests } from "./requests.ts";
import { changeStatus, changeStatusAnswer } from "./status.ts";

/** The schemas of events and of the answers to them, by the names of their files in docs/schemas and, for events, by their detail-type. */
export const published: Readonly<Record<string, z.ZodType>> = {
  ...requests,
  "change.accepted": changeAccepted,
  "change.refused": changeRefused,
  "change.completed": receipt,
  "lifecycle.changed": lifecycleChanged,
  "change.status": changeStatus,
  "change.status.answer": changeStatusAnswer,
};
