import { lastStatePath } from "../../configuration/jobOptions.ts";
import { neverStarted } from "../deployment/neverStarted.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "../upgrade/facts.ts";
import { haMetadata } from "../upgrade/haMetadata.ts";
import { hasRun } from "../upgrade/unknownEnd.ts";

/**
 * No job of this deployment has made any state, and what it was to start from stays where it is: unless that is HA metadata. A JobManager
 * that is on its way out does not show any more whether it was ever up; then nothing must be known of its job.
 */
export function neverRan(seen: Seen): boolean {
  if (seen.resource.status.jobStatus?.upgradeSavepointPath === lastStatePath) return false;
  return neverStarted(seen) || (isOut(seen) && !hasState(seen) && !hasRun(seen));
}

const isOut = ({ jobManager }: Seen): boolean =>
  jobManager === undefined || jobManager.deleting || jobManager.wantedReplicas === 0;

function hasState(seen: Seen): boolean {
  const ha = haMetadata(seen);
  const isKnown = newestKnown(seen)?.jobId === seen.resource.status.jobStatus?.jobId;
  return isKnown || (typeof ha === "object" && ha.checkpointId !== undefined);
}
