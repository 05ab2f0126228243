import * as z from "zod";
import { type Millis, seconds } from "../lib/core/time.ts";

const queues = z
  .record(z.string(), z.url())
  .refine((urls) => Object.keys(urls).length > 0, { error: "must name at least one network zone" });

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
  DEAD_LETTERS: set("the URL of the dead-letter queue"),
  BUS: set("the name of the event bus"),
  LOOKS_TABLE: set("the name of the table of looks"),
  /** Seconds; not longer than SQS holds a message back. */
  JITTER: z.coerce.number().int().min(0).max(900).default(30),
  /** Less than the queue's own maxReceiveCount, which is for messages that ended their function. */
  MAX_RECEIVES: z.coerce.number().int().min(1).default(5),
});

export interface Config {
  readonly fleetFile: string;
  /** Network zone → URL. */
  readonly queues: Readonly<Record<string, string>>;
  readonly deadLetters: string;
  readonly bus: string;
  readonly looksTable: string;
  readonly jitter: Millis;
  readonly mostAttempts: number;
}

/** What the function is told by its environment. Throws with the names of all variables that are missing or wrong. */
export function config(): Config {
  const read = environment.safeParse(process.env);
  if (!read.success) throw new Error(`The environment is not complete:\n${z.prettifyError(read.error)}`);
  const { FLEET_FILE, QUEUES, DEAD_LETTERS, BUS, LOOKS_TABLE, JITTER, MAX_RECEIVES } = read.data;
  return {
    fleetFile: FLEET_FILE,
    queues: QUEUES,
    deadLetters: DEAD_LETTERS,
    bus: BUS,
    looksTable: LOOKS_TABLE,
    jitter: seconds(JITTER),
    mostAttempts: MAX_RECEIVES,
  };
}
