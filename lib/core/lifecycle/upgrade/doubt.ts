import { seconds } from "../../time.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "./facts.ts";
import { stateText } from "./newestState.ts";

/**
 * Nothing is started: only a user can say from which state. The words `Manual restore required.` make the lifecycle FAILED, as the
 * Apache operator's do.
 */
export function inDoubt(seen: Seen, why: string): Plan {
  const known = newestKnown(seen);
  const newest = known === undefined ? "No state of the job is known" : `The newest known state is ${stateText(known)}`;
  const message = `${why} Manual restore required. ${newest}. To go on from a state, set job.initialSavepointPath to its path and job.savepointRedeployNonce to another number; to start empty, set job.upgradeMode to stateless`;
  return { act: "wait", because: message, obstacle: { reason: "StateInDoubt", message }, wake: seconds(30) };
}
