import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { isTerminal } from "../observation/jobState.ts";
import { isDone } from "../observation/running.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { ending } from "../upgrade/upgrading.ts";
import { normal } from "../happenings/told.ts";

/** Its cluster is about to be changed and waits for this job: it is stopped with its state, and started again on what comes. */
export function drained(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { session } = seen.resource;
  const job = deployedJob(seen);
  if (session?.state.kind !== "draining" || !isDone(seen) || job === undefined || isTerminal(job.state))
    return undefined;
  if (!session.state.waitsForJob) return undefined;
  const plan = ending(seen, circumstances, [normal("Job", "Draining", session.state.because)]);
  return { ...plan, because: `${session.state.because}: ${plan.because}` };
}
