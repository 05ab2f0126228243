import * as z from "zod";
import type { JobId, JobOverview, JobState } from "../../core/flink.ts";

// Numbers are not checked for being safe integers: Flink sends Long.MAX_VALUE and −1 where it has no value.

const states = [
  "INITIALIZING",
  "CREATED",
  "RUNNING",
  "FAILING",
  "FAILED",
  "CANCELLING",
  "CANCELED",
  "FINISHED",
  "RESTARTING",
  "SUSPENDED",
  "RECONCILING",
] as const satisfies readonly JobState[];

const jobId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .transform((id) => id as JobId);

const job = z
  .looseObject({
    jid: jobId,
    name: z.string(),
    state: z.enum(states),
    "start-time": z.number().default(-1),
    "end-time": z.number().default(-1),
    tasks: z.record(z.string(), z.number()).default({}),
  })
  .transform((entry): JobOverview => ({
    id: entry.jid,
    name: entry.name,
    state: entry.state,
    startTime: entry["start-time"],
    endTime: entry["end-time"],
    tasks: entry.tasks,
  }));

/** GET /jobs/overview (MultipleJobsDetails) */
export const jobsOverview = z.looseObject({ jobs: z.array(job) }).transform(({ jobs }): readonly JobOverview[] => jobs);
