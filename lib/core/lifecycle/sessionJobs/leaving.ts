import { millis, seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { cancellable } from "../observation/jobState.ts";
import { isOver } from "../observation/running.ts";
import type { Plan } from "../plan.ts";
import { keepsHa } from "../questions.ts";
import type { Seen } from "../seen.ts";
import { jobsOfOurs } from "./jobsOfOurs.ts";

/** A session job that is deleted leaves nothing behind on a cluster that stays: `undefined` once none of its jobs can run any more. */
export function leaving(seen: Seen, circumstances: Circumstances): Plan | undefined {
  return seen.flink.kind === "answered" ? cancelling(seen) : unasked(seen, circumstances);
}

function cancelling(seen: Seen): Plan | undefined {
  const jobs = jobsOfOurs(seen);
  if (jobs.length === 0) return undefined;
  const job = jobs.find(({ state }) => cancellable(state));
  if (job === undefined) {
    return { act: "wait", because: "the job is being cancelled", step: "cancellation", wake: millis(500) };
  }
  const because = "deleted: cancelling the job";
  return { act: "again", because, effect: { kind: "cancelJob", job: job.id }, step: "cancellation", wake: millis(500) };
}

/** Without high availability jobs die with their JobManager; with it they come back, so that nobody would ever end them. */
function unasked(seen: Seen, { defaults }: Circumstances): Plan | undefined {
  const { deployed, jobManager, resource } = seen;
  if (deployed.kind === "nothing" || isOver(seen) || resource.session?.state.kind === "gone") return undefined;
  if ((jobManager?.availableReplicas ?? 0) === 0 && keepsHa(seen, defaults) === "no") return undefined;
  return {
    act: "wait",
    because: "deleted: the session cluster cannot be asked, and the job may run there",
    step: "leaving",
    wake: seconds(2),
  };
}
