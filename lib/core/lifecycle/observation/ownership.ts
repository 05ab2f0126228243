import type { DeploymentView, Seen } from "../seen.ts";

export const ownedBy = (seen: Seen, deployment: DeploymentView): boolean =>
  deployment.owners.includes(seen.resource.metadata.uid);

/** The Deployments that are there and belong to this very resource, not to another of the same name. */
export function ownedDeployments(seen: Seen): readonly DeploymentView[] {
  return [seen.jobManager, seen.taskManager].filter(
    (deployment): deployment is DeploymentView => deployment !== undefined && ownedBy(seen, deployment),
  );
}
