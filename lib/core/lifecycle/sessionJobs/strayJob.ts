import { seconds } from "../../time.ts";
import type { JobId } from "../../flink.ts";
import { warning } from "../happenings/told.ts";
import { cancellable } from "../observation/jobState.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { jobsOfOurs } from "./jobsOfOurs.ts";

/**
 * A job of this resource that its status knows to be behind it, or has never known: submitted by a run that was held up for long. It is ended
 * before the next one is started. `known` is the job that is to run.
 */
export function strayJob(seen: Seen, known?: JobId): Plan | undefined {
  const strays = jobsOfOurs(seen).filter(({ id }) => id !== known);
  const [stray] = strays.filter(({ state }) => cancellable(state));
  if (strays.length === 0) return undefined;
  if (stray === undefined) {
    return { act: "wait", because: "a job of another run is being cancelled", step: "cancellation", wake: seconds(1) };
  }
  const because = `job ${stray.id} of another run is cancelled`;
  return {
    act: "again",
    because,
    effect: { kind: "cancelJob", job: stray.id },
    step: "cancellation",
    tell: [warning("Job", "StrayJob", because)],
    wake: seconds(1),
  };
}
