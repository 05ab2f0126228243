import * as z from "zod";
import { changesJournal } from "./changesJournal.ts";
import { decisionNote } from "./decisionNote.ts";
import { driftJournal } from "./driftJournal.ts";

/**
 * `status.fleet`: what cannot be looked up again. Decisions read it; nothing else in status that we write is ever decided upon,
 * but what the Apache operator also decides upon (reconciliationStatus, jobStatus, observedGeneration).
 */
const restoreFrom = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("nothing") }),
  z.object({ kind: z.literal("savepoint"), path: z.string() }),
  z.object({ kind: z.literal("lastState") }),
]);

export const deployIntent = z.object({
  kind: z.literal("deploy"),
  /** metadata.generation of the resource that is being deployed. */
  generation: z.int(),
  /** Chosen with the claim; absent for a session cluster. */
  jobId: z.string().optional(),
  /** Names the deployment: an annotation of its Deployments, and the last part of job-result-store.storage-path. */
  deploymentId: z.string(),
  /** The state that the job is started with. */
  restoreFrom,
  /** RFC 3339: when it was claimed. */
  at: z.string(),
  /** Of a session job: nothing was started, and nobody is at it any more. */
  refused: z.boolean().optional(),
});
export type DeployIntent = z.output<typeof deployIntent>;

/** A job is being stopped. Its way is not changed under way, but by a spec that gives the state up. */
export const stopIntent = z.object({
  kind: z.literal("stop"),
  /** `savepoint`: stop-with-savepoint. `cancel`: the newest checkpoint is kept. `forget`: cancelled, and the state given up. */
  way: z.enum(["savepoint", "cancel", "forget"]),
  /** What the reconciliation state goes back to when the job cannot be stopped. */
  from: z.enum(["DEPLOYED", "ROLLED_BACK", "ROLLING_BACK"]),
  generation: z.int(),
  jobId: z.string(),
  /** Of the savepoint: chosen with the claim, before 1.15 given by Flink. */
  triggerId: z.string().optional(),
  /**
   * The highest id of a checkpoint of the job that was known before the stop was asked for: its savepoint has a higher one. Absent where Flink
   * told of none, and in journals of before.
   */
  newestCheckpoint: z.int().optional(),
  at: z.string(),
});
export type StopIntent = z.output<typeof stopIntent>;

/** The newest state of the job that is known to have been complete: no run starts from older state unless the user says so. */
export const knownState = z.object({
  kind: z.enum(["savepoint", "checkpoint"]),
  path: z.string(),
  /** The job that took it; absent where a user named the path. */
  jobId: z.string().optional(),
  /** Counts up through the restarts of a job. */
  checkpointId: z.int().optional(),
  flinkVersion: z.string().optional(),
  /** RFC 3339: when it was taken, or named. */
  at: z.string(),
  /** Flink itself told of it as complete. */
  verified: z.boolean(),
});
export type KnownState = z.output<typeof knownState>;

/** A stop that failed: it is tried again later and later. */
const failedStop = z.object({ attempts: z.int(), generation: z.int(), because: z.string(), at: z.string() });

/** How large a job is asked to be. */
const jobSize = z.object({ parallelism: z.int().optional(), overrides: z.record(z.string(), z.string()) });

/** A change that is carried out without a new cluster. */
export const inPlace = z.object({
  /** metadata.generation that asks for it. */
  generation: z.int(),
  /** RFC 3339: when it was announced, or tried last. */
  since: z.string(),
  /** What was asked of the job since the recorded spec, the newest last: it may have any of it by now. */
  announced: z.array(jobSize),
  /** The Ingress may be another one by now than the recorded spec asks for. */
  ingress: z.boolean().optional(),
  /** An effect of it that was refused, and why. */
  refused: z.object({ effect: z.string(), because: z.string() }).optional(),
});
export type InPlaceChange = z.output<typeof inPlace>;

export const journal = z.looseObject({
  intent: z.discriminatedUnion("kind", [deployIntent, stopIntent]).optional(),
  state: knownState.optional(),
  failedStop: failedStop.optional(),
  inPlace: inPlace.optional(),
  /** What is being waited for, and since when (RFC 3339): every wait has a deadline. */
  step: z.object({ name: z.string(), since: z.string() }).optional(),
  /** The job was ended by us, and the next cluster is not there yet; RFC 3339. */
  stoppedAt: z.string().optional(),
  /** The deployment that runs, by the name that its Deployments carry; absent where another operator made it. */
  deploymentId: z.string().optional(),
  /** What it was made with; absent as long as an earlier version, or another operator, has made it. */
  deployed: z
    .object({
      generation: z.int(),
      restoreFrom,
      /** Another one where its objects would be rendered otherwise by now. */
      rendering: z.int().optional(),
    })
    .optional(),
  drift: driftJournal.optional().catch(undefined),
  /** Of a session job, which has no `status.clusterInfo`: what its health is judged by. */
  health: z.string().optional(),
  changes: changesJournal.optional(),
  /** The newest twenty, the newest last: for people. Nothing is decided by them, so that what cannot be read is none. */
  decisions: z.array(decisionNote).optional().catch(undefined),
});
export type Journal = z.output<typeof journal>;
