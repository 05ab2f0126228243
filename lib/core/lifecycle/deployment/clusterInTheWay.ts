import type { DeployIntent } from "../../../api/resources/journal.ts";
import { ownedBy } from "../observation/ownership.ts";
import type { Plan } from "../plan.ts";
import type { DeploymentView, Seen } from "../seen.ts";

/**
 * A Deployment under our names that no announced deployment has made: a status that was lost (a restored backup), or somebody
 * else's cluster. Starting a second one beside it is never right. `announced` is the deployment that may be there.
 */
export function clusterInTheWay(seen: Seen, announced?: DeployIntent): Plan | undefined {
  const found = strangers(seen, announced)[0];
  if (found === undefined) return undefined;
  const whose = ownedBy(seen, found)
    ? "was made for this resource, whose status does not tell of it"
    : "belongs to somebody else";
  const message = `Deployment ${found.name} exists already and ${whose}: nothing is created beside it. Restore the status, or delete the Deployment if its job may go`;
  return { act: "wait", because: message, obstacle: { reason: "ClusterExists", message }, wake: "on schedule" };
}

function strangers(seen: Seen, announced: DeployIntent | undefined): readonly DeploymentView[] {
  const { jobManager, taskManager, resource } = seen;
  if (resource.session !== undefined) return [];
  const isAnnounced = (found: DeploymentView): boolean =>
    ownedBy(seen, found) && announced !== undefined && found.deploymentId === announced.deploymentId;
  return [
    jobManager !== undefined && !isAnnounced(jobManager) ? [jobManager] : [],
    taskManager !== undefined && !isAnnounced(taskManager) ? [taskManager] : [],
  ].flat();
}
