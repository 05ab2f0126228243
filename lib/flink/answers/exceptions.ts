import * as z from "zod";
import type { JobException } from "../../core/flink.ts";

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
