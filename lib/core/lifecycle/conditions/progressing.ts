import { refusedScaling } from "../scaling/refusedScaling.ts";
import { isGoing, isRolledBack, no, rolledBack, yes, type Basis, type Finding } from "./finding.ts";

/** Whether something is on its way. False with an obstacle's reason where somebody else has to act first. */
export function progressing(basis: Basis): Finding {
  const { after, obstacle, because } = basis;
  if (obstacle !== undefined) return no(obstacle.reason, obstacle.message);
  if (isGoing(basis))
    return yes("Deleting", isSessionJob(basis) ? "the job is being cancelled" : "the cluster is being removed");
  if (after.reconciliationStatus?.lastReconciledSpec === undefined)
    return no("NotDeployed", "there is nothing to deploy");
  if (after.lifecycleState === "ROLLING_BACK") return yes("RollingBack", because);
  if (after.lifecycleState === "UPGRADING") return underWay(basis);
  return deployed(basis);
}

function deployed(basis: Basis): Finding {
  const { after, observation, because } = basis;
  if ((after.fleet?.inPlace?.announced.length ?? 0) > 0) return yes("Scaling", because);
  if (!observation.settled) return yes("Waiting", observation.summary);
  return isRolledBack(basis) ? no("RolledBack", rolledBack) : no("Settled", "nothing is on its way");
}

/** That the job had to be stopped, and why, is told for as long as it is. */
function underWay({ seen, after, because }: Basis): Finding {
  const refused = refusedScaling(after, seen.resource.metadata.generation);
  if (refused !== undefined) return yes("Upgrading", `${refused}: ${because}`);
  return after.fleet?.intent?.kind === "deploy"
    ? yes("Deploying", isSessionJob({ seen }) ? "the job is being submitted" : "the cluster is being created")
    : yes("Upgrading", because);
}

const isSessionJob = ({ seen }: Pick<Basis, "seen">): boolean => seen.resource.session !== undefined;
