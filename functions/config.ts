import * as z from "zod";
import { type Millis, seconds } from "../lib/core/time.ts";

const queues = z
  .record(z.string(), z.url())
  .refine((urls) => Object.keys(urls).length > 0, { error: "must name at least one network zone" });

const functions = z.record(z.string(), z.string().min(1));

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
});

const set = (what: string) => z.string({ error: `must be set to ${what}` }).min(1, { error: `must be ${what}` });

const environment = z.object({
  FLEET_FILE: set("where the fleet file is: a path in the bundle, ssm:NAME or s3://bucket/key"),
  QUEUES: set("a JSON map of network zone to queue URL").pipe(json).pipe(queues),
  /** Network zone → function, for zones whose clusters are reached from within only. */
  ZONES: z.string().default("{}").pipe(json).pipe(functions),
  DEAD_LETTERS: set("the URL of the dead-letter queue"),
  BUS: set("the name of the event bus"),
  LOOKS_TABLE: set("the name of the table of looks"),
  /** Seconds; not longer than SQS holds a message back. */
  JITTER: z.coerce.number().int().min(0).max(900).default(30),
  STAGE: set("the stage of the stack"),
  /** Seconds after which a cluster that was not looked at is stale. */
  STALE_AFTER: z.coerce.number().int().min(60).default(900),
  /** Seconds from one sweep to the next. */
  SWEEP_EVERY: z.coerce.number().int().min(1).default(60),
  /** Less than the queue's own maxReceiveCount, which is for messages that ended their function. */
  MAX_RECEIVES: z.coerce.number().int().min(1).default(5),
});

export interface Config {
  readonly fleetFile: string;
  /** Network zone → URL. */
  readonly queues: Readonly<Record<string, string>>;
  /** Network zone → name of the function in it. */
  readonly zones: Readonly<Record<string, string>>;
  readonly deadLetters: string;
  readonly bus: string;
  readonly looksTable: string;
  readonly jitter: Millis;
  /** Longer than it is to the next sweep, which asks for a look at all. */
  readonly sweepWithin: Millis;
  readonly mostAttempts: number;
  readonly stage: string;
  readonly mostStale: Millis;
}

/** What the function is told by its environment. Throws with the names of all variables that are missing or wrong. */
export function config(): Config {
  const read = environment.safeParse(process.env);
  if (!read.success) throw new Error(`The environment is not complete:\n${z.prettifyError(read.error)}`);
  const { data } = read;
  return {
    fleetFile: data.FLEET_FILE,
    queues: data.QUEUES,
    zones: data.ZONES,
    deadLetters: data.DEAD_LETTERS,
    bus: data.BUS,
    looksTable: data.LOOKS_TABLE,
    jitter: seconds(data.JITTER),
    sweepWithin: seconds(1.5 * data.SWEEP_EVERY),
    mostAttempts: data.MAX_RECEIVES,
    stage: data.STAGE,
    mostStale: seconds(data.STALE_AFTER),
  };
}
