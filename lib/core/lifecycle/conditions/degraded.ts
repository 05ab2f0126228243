import { isOver } from "../observation/running.ts";
import { drifted } from "./drifted.ts";
import { isDeployed, isGoing, isRolledBack, no, rolledBack, yes, type Basis, type Finding } from "./finding.ts";

/** The first thing that is wrong, the most particular one first. */
export function degraded(basis: Basis): Finding {
  const { obstacle, observation } = basis;
  if (obstacle !== undefined) return yes(obstacle.reason, obstacle.message);
  const found = isGoing(basis) ? undefined : (troubled(basis) ?? missing(basis));
  if (found !== undefined) return found;
  if (observation.job === "FAILED" || basis.after.jobStatus?.state === "FAILED") {
    return yes("JobFailed", "the job has failed: see status.error");
  }
  return lasting(basis) ?? no("AsExpected", "nothing is wrong");
}

/** It runs, and not as it should. */
function lasting(basis: Basis): Finding | undefined {
  const risk = drifted(basis);
  if (risk?.reason === "StateAtRisk") return risk;
  return isRolledBack(basis) ? yes("RolledBack", rolledBack) : undefined;
}

function troubled(basis: Basis): Finding | undefined {
  const { after, observation } = basis;
  if (isBehind(basis)) return undefined;
  const { trouble, unreachable } = observation;
  if (trouble !== undefined) return yes(trouble.reason, trouble.message);
  if (unreachable !== undefined) return yes("FlinkUnreachable", `Flink cannot be asked: ${unreachable}`);
  if (after.jobManagerDeploymentStatus !== "ERROR") return undefined;
  const isSessionJob = basis.seen.resource.session !== undefined;
  const what = isSessionJob ? "the job could not be submitted" : "the API server refused an object of the cluster";
  return yes("DeploymentFailed", `${what}: see status.error`);
}

/** What is wrong with a cluster that is being removed is wrong no more. */
const isBehind = ({ after: { fleet } }: Basis): boolean =>
  fleet?.stoppedAt !== undefined && fleet.intent?.kind !== "deploy";

function missing(basis: Basis): Finding | undefined {
  if (!isDeployed(basis)) return undefined;
  const { after, observation } = basis;
  if (after.jobManagerDeploymentStatus === "MISSING" && !isOver(basis.seen)) {
    return yes("MissingJobManager", "the JobManager's Deployment is missing");
  }
  return observation.jobIsMissing ? yes("JobMissing", "Flink does not know the job") : undefined;
}
