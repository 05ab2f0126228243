import { operatorOption } from "../../configuration/operatorOption.ts";
import type { Circumstances } from "../circumstances.ts";
import { warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../presentOptions.ts";
import { waitingForPods } from "../removal.ts";
import { isApplication, isDone, isOver } from "../running.ts";
import type { Seen } from "../seen.ts";
import { inDoubt } from "../upgrade/doubt.ts";
import { haMetadata } from "../upgrade/haMetadata.ts";
import { turnStopped, type Stopped } from "../upgrade/stopped.ts";

/**
 * Somebody deleted the JobManager's Deployment. It is made again from the HA metadata, whatever the upgrade mode says: a mode speaks of
 * upgrades. Without metadata a stateless job starts empty, and any other is not started before a user has said from what.
 */
export function lostJobManager(seen: Seen, circumstances: Circumstances): Plan | undefined {
  if (seen.jobManager !== undefined || !isDone(seen) || isOver(seen)) return undefined;
  if (!operatorOption(presentOptions(seen, circumstances.defaults), "jm-deployment-recovery.enabled")) return undefined;
  const pods = waitingForPods(seen, "jobmanager");
  if (pods !== undefined) return pods;
  const from = stateLeft(seen);
  if (from === undefined) {
    return inDoubt(
      seen,
      "The JobManager's Deployment is missing, and HA metadata is not available to restore from last state.",
    );
  }
  const event = warning("Job", "RecoverDeployment", "Recovering lost deployment");
  return turnStopped(seen, circumstances, { ...from, state: undefined, tell: isApplication(seen) ? [event] : [] });
}

function stateLeft(seen: Seen): Pick<Stopped, "upgradeMode" | "because"> | undefined {
  const because = "recovering the lost JobManager Deployment";
  if (!isApplication(seen)) return { upgradeMode: "last-state", because };
  if (seen.ha.kind === "elsewhere" || typeof haMetadata(seen) === "object") {
    return { upgradeMode: "last-state", because: `${because} from the HA metadata` };
  }
  return seen.resource.spec.job?.upgradeMode === "stateless"
    ? { upgradeMode: "stateless", because: `${because}: a stateless job starts empty` }
    : undefined;
}
