import { operatorOption } from "../../configuration/operatorOption.ts";
import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { isTerminal } from "../observation/jobState.ts";
import { warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { waitingForPods } from "../deletion/removal.ts";
import { isApplication, isDone, isOver, isSuspended } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { stateLeft } from "./stateLeft.ts";
import { inDoubt } from "../upgrade/doubt.ts";
import { turnStopped } from "../upgrade/stopped.ts";

/**
 * Somebody deleted the JobManager's Deployment, or scaled it to 0. It is made again from the HA metadata, whatever the upgrade mode says: a mode speaks of
 * upgrades. Without metadata a stateless job starts empty, and any other is not started before a user has said from what.
 */
export function lostJobManager(seen: Seen, circumstances: Circumstances): Plan | undefined {
  if (seen.resource.session !== undefined || !isLost(seen) || !isDone(seen) || hasEnded(seen)) return undefined;
  if (!operatorOption(presentOptions(seen, circumstances.defaults), "jm-deployment-recovery.enabled")) return undefined;
  const pods = seen.jobManager === undefined ? waitingForPods(seen, "jobmanager") : undefined;
  if (pods !== undefined) return pods;
  const from = stateLeft(seen, "recovering the lost JobManager Deployment");
  if (from === undefined) {
    return inDoubt(
      seen,
      "The JobManager's Deployment is missing, and HA metadata is not available to restore from last state.",
    );
  }
  const event = warning("Job", "RecoverDeployment", "Recovering lost deployment");
  return turnStopped(seen, circumstances, { ...from, state: undefined, tell: isApplication(seen) ? [event] : [] });
}

function isLost(seen: Seen): boolean {
  const { jobManager } = seen;
  return jobManager === undefined || (jobManager.wantedReplicas === 0 && !jobManager.deleting);
}

/** Its job has ended before it went: by what Flink says, or else by what was seen last. */
function hasEnded(seen: Seen): boolean {
  const job = deployedJob(seen);
  return job === undefined ? isOver(seen) : isSuspended(seen) || isTerminal(job.state);
}
