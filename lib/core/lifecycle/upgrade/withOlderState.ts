import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { isTerminal } from "../observation/jobState.ts";
import type { Plan } from "../plan.ts";
import { keepsHa } from "../questions.ts";
import { isDone, isSuspended } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "./facts.ts";
import { stateText } from "./newestState.ts";
import { startedOver } from "./startedOver.ts";

/**
 * A job that runs with older state than is known of it is told of as soon as it is seen, whatever else is done: until it has caught up, or the
 * user has answered.
 */
export function withOlderState(plan: Plan, seen: Seen, { defaults }: Circumstances): Plan {
  const job = deployedJob(seen);
  if (plan.obstacle !== undefined || job === undefined || isTerminal(job.state)) return plan;
  if (!isDone(seen) || isSuspended(seen) || keepsHa(seen, defaults) !== "no") return plan;
  const known = newestKnown(seen);
  const because = startedOver(seen);
  if (known === undefined || because === undefined) return plan;
  const message = `${because} To go back to the newest known state (${stateText(known)}), or to a newer one beside it, set job.initialSavepointPath to its path and job.savepointRedeployNonce to another number; without an answer the job goes on as it is. High availability (high-availability.type: kubernetes) keeps this from happening`;
  return { ...plan, obstacle: { reason: "StartedOver", message } };
}
