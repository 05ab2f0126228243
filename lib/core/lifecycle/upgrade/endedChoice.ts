import { isTerminal } from "../observation/jobState.ts";
import type { Choice } from "./choice.ts";
import type { Facts, JobSight } from "./facts.ts";
import { stateText } from "./newestState.ts";
import { unknownEnd, unknownRecordedEnd } from "./unknownEnd.ts";

/** A job that has ended: seen by Flink, or, where its JobManager is gone, recorded when it was seen last. */
export const endedChoice = (facts: Facts): Choice | undefined =>
  facts.job.kind === "known" ? seenToEnd(facts, facts.job) : recordedToEnd(facts);

function seenToEnd({ newest, seen }: Facts, job: Extract<JobSight, { readonly kind: "known" }>): Choice | undefined {
  if (!isTerminal(job.state)) return undefined;
  if (!job.checkpointsAreKnown) return { kind: "wait", step: "flink", because: "the last checkpoint is not known yet" };
  const unknown = unknownEnd(seen);
  if (unknown !== undefined) return { kind: "doubt", because: `the job is ${job.state}, and ${unknown}.` };
  const from = newest === undefined ? "it has no checkpoint" : `going on from ${stateText(newest)}`;
  return { kind: "stopped", upgradeMode: "savepoint", state: newest, because: `the job is ${job.state}: ${from}` };
}

/** Not to be trusted where there is HA metadata: Flink removes it when a job ends, so that another JobManager has gone on with it. */
function recordedToEnd({ seen, ha, newest }: Facts): Choice | undefined {
  const { state, upgradeSavepointPath } = seen.resource.status.jobStatus ?? {};
  if (state === undefined || !isTerminal(state) || typeof ha === "object") return undefined;
  if (newest === undefined && upgradeSavepointPath !== undefined) {
    return { kind: "doubt", because: `the job is ${state}, and its last checkpoint is not known.` };
  }
  const unknown = unknownRecordedEnd(seen);
  if (unknown !== undefined) return { kind: "doubt", because: `the job is ${state}, and ${unknown}.` };
  return { kind: "stopped", upgradeMode: "savepoint", because: `the job was ${state}` };
}
