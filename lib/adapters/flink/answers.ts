import * as z from "zod";
import { jobStates } from "../../api/resources/common.ts";
import type { JobException, JobId } from "../../core/flink.ts";

// Numbers are not checked for being safe integers: Flink sends Long.MAX_VALUE and −1 where it has no value.

/** Every error of Flink's REST API (ErrorResponseBody): the message, then perhaps a stack trace. */
export const flinkErrors = z.looseObject({ errors: z.array(z.string()) });

const jobId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .transform((id) => id as JobId);

/** GET /jobs/overview (MultipleJobsDetails) */
export const jobsOverview = z.looseObject({
  jobs: z.array(
    z
      .looseObject({
        jid: jobId,
        name: z.string(),
        state: z.enum(jobStates),
        "start-time": z.number().default(-1),
        "end-time": z.number().default(-1),
        tasks: z.record(z.string(), z.number()).default({}),
      })
      .transform((job) => ({
        id: job.jid,
        name: job.name,
        state: job.state,
        startTime: job["start-time"],
        endTime: job["end-time"],
        tasks: job.tasks,
      })),
  ),
});

/** GET /config (DashboardConfiguration) */
export const dashboardConfiguration = z.looseObject({ "flink-version": z.string(), "flink-revision": z.string() });

/** GET /taskmanagers (TaskManagersInfo) */
export const taskManagers = z.looseObject({ taskmanagers: z.array(z.unknown()) });

const text = z.string().nullish();
const history = z.looseObject({
  entries: z.array(z.looseObject({ stacktrace: text, exceptionName: text, timestamp: z.number(), taskName: text })),
});
const listed = z.array(z.looseObject({ exception: z.string(), task: text, timestamp: z.number() }));

/** GET /jobs/:id/exceptions (JobExceptionsInfoWithHistory): `exceptionHistory` since 1.13, nothing else since 2.0. */
export const jobExceptions = z
  .looseObject({
    exceptionHistory: history.nullish(),
    "root-exception": text,
    timestamp: z.number().nullish(),
    "all-exceptions": listed.nullish(),
  })
  .transform((answer): readonly JobException[] => {
    const entries = answer.exceptionHistory?.entries ?? [];
    const found = entries.length > 0 ? entries.map(fromHistory) : beforeHistory(answer);
    return found.toSorted((a, b) => b.at - a.at);
  });

type Entry = z.output<typeof history>["entries"][number];

const fromHistory = (entry: Entry): JobException => ({
  at: entry.timestamp,
  stackTrace: entry.stacktrace ?? entry.exceptionName ?? "",
  task: entry.taskName ?? undefined,
});

interface BeforeHistory {
  readonly "root-exception"?: string | null | undefined;
  readonly timestamp?: number | null | undefined;
  readonly "all-exceptions"?: z.output<typeof listed> | null | undefined;
}

/** The root exception is also in the list when it came from a task; a global failure is not. */
function beforeHistory(answer: BeforeHistory): readonly JobException[] {
  const ofTasks = (answer["all-exceptions"] ?? []).map(({ exception, task, timestamp }) => ({
    at: timestamp,
    stackTrace: exception,
    task: task ?? undefined,
  }));
  const root = answer["root-exception"];
  if (typeof root !== "string" || ofTasks.some(({ stackTrace }) => stackTrace === root)) return ofTasks;
  return [{ at: answer.timestamp ?? -1, stackTrace: root, task: undefined }, ...ofTasks];
}
