import * as z from "zod";
import { changeNote } from "./changeNote.ts";

export const changeResults = ["succeeded", "failed", "superseded", "unchanged"] as const;
export type ChangeResult = (typeof changeResults)[number];

/** What a job was started from, or what a savepoint has come to. */
export const usedState = z.object({
  /** `lastState`: what Flink found in its HA metadata, where nobody has told which checkpoint that is. */
  kind: z.enum(["savepoint", "checkpoint", "lastState", "nothing"]),
  path: z.string().optional(),
  /** RFC 3339 */
  takenAt: z.string().optional(),
  /** Whole seconds from when it was taken to when the job was started from it. */
  ageSeconds: z.int().optional(),
});
export type UsedState = z.output<typeof usedState>;

/** What became of a change, as it is told; what all receipts of one resource have in common is added then. It is never changed. */
export const frozenReceipt = z.object({
  changeId: z.string(),
  action: changeNote.shape.action,
  by: z.string(),
  result: z.enum(changeResults),
  from: changeNote.shape.from,
  to: changeNote.shape.to,
  /** RFC 3339, as are the two below. */
  requestedAt: z.string().optional(),
  acceptedAt: z.string(),
  completedAt: z.string(),
  state: usedState.optional(),
  /** Whole seconds in which the job was seen not to run, from when it ran before to when it ran again. */
  downtimeSeconds: z.int().optional(),
  /** Deployments that were begun for its generation. */
  attempts: z.int(),
  /** The id of the change that took its place. */
  supersededBy: z.string().optional(),
  cause: z.string().optional(),
});
export type FrozenReceipt = z.output<typeof frozenReceipt>;

const changeDone = z.object({
  id: z.string(),
  result: z.enum(changeResults),
  /** RFC 3339, as is the one below. */
  at: z.string(),
  requestedAt: z.string().optional(),
});

/** What is measured while there are changes of which nobody knows yet what will become of them. */
export const changesProgress = z.object({
  /** The newest deployment: which one, for which generation, and how many were begun for that. */
  deployment: z.object({ id: z.string(), generation: z.int(), attempts: z.int(), state: usedState }).optional(),
  /** RFC 3339: since when the job does not run that did. */
  downSince: z.string().optional(),
  /** Of the times that are over. */
  downSeconds: z.int().optional(),
  /** Why what was deployed last is taken back. */
  trouble: z.string().optional(),
});
export type ChangesProgress = z.output<typeof changesProgress>;

/** What became of the changes that {@link changeNote} announces. */
export const changesJournal = z.object({
  /** The newest last. A note that is still on the resource is never left out. */
  done: z.array(changeDone).default([]),
  /** To be told, or told by a run that was lost before it could note it. */
  outbox: z.array(frozenReceipt).default([]),
  progress: changesProgress.optional(),
});
export type ChangesJournal = z.output<typeof changesJournal>;
