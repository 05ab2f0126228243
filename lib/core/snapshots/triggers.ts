import { savepointDirectory } from "../configuration/options.ts";
import type { JobId, SavepointRequest, TriggerId } from "../flink.ts";
import type { JobSeen } from "./seen.ts";
import type { Trigger } from "./trigger.ts";

type Started = JobSeen & { readonly jobId: JobId };

/** `undefined` and `UNKNOWN` stand for what the job's configuration says, and for CANONICAL. */
export interface Wish {
  readonly directory: string | undefined;
  readonly format: "CANONICAL" | "NATIVE" | "UNKNOWN";
}

/** A request for a savepoint, with what this version of Flink understands. */
export function savepointTrigger(
  { at, jobId, version, configuration }: Started,
  wish: Wish,
  triggerId: TriggerId,
): Trigger {
  const directory = wish.directory ?? savepointDirectory(configuration);
  const format = wish.format === "NATIVE" ? "NATIVE" : "CANONICAL";
  const savepoint: SavepointRequest = version.takesTriggerIds
    ? { directory, triggerId, format }
    : { directory, triggerId: undefined, format: undefined };
  return { kind: "trigger", at, job: jobId, request: { kind: "savepoint", savepoint } };
}

export const checkpointTrigger = (
  { at, jobId }: Started,
  type: "FULL" | "INCREMENTAL",
  triggerId: TriggerId,
): Trigger => ({ kind: "trigger", at, job: jobId, request: { kind: "checkpoint", type, triggerId } });
