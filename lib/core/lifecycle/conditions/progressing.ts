import { isGoing, no, yes, type Basis, type Finding } from "./finding.ts";

/** Whether something is on its way. False with an obstacle's reason where somebody else has to act first. */
export function progressing(basis: Basis): Finding {
  const { after, obstacle, because } = basis;
  if (obstacle !== undefined) return no(obstacle.reason, obstacle.message);
  if (isGoing(basis)) return yes("Deleting", "the cluster is being removed");
  if (after.reconciliationStatus?.lastReconciledSpec === undefined)
    return no("NotDeployed", "there is nothing to deploy");
  if (after.lifecycleState === "ROLLING_BACK") return yes("RollingBack", because);
  if (after.lifecycleState === "UPGRADING") return underWay(basis);
  return deployed(basis);
}

function deployed({ after, observation, because }: Basis): Finding {
  if ((after.fleet?.inPlace?.announced.length ?? 0) > 0) return yes("Scaling", because);
  return observation.settled ? no("Settled", "what was asked for is there") : yes("Waiting", observation.summary);
}

function underWay({ after, because }: Basis): Finding {
  return after.fleet?.intent?.kind === "deploy"
    ? yes("Deploying", "the cluster is being created")
    : yes("Upgrading", because);
}
