import { isTerminal } from "../observation/jobState.ts";
import { isApplication, isSuspended } from "../observation/running.ts";
import {
  isDeployed,
  isGoing,
  isRolledBack,
  no,
  rolledBack,
  unknown,
  yes,
  type Basis,
  type Finding,
} from "./finding.ts";

/** Whether what was asked for does its work. Its observedGeneration says of which spec that is told. */
export function ready(basis: Basis): Finding {
  const { unreachable } = basis.observation;
  if (isGoing(basis)) return no("Deleting", "the resource is being deleted");
  if (isInDoubt(basis)) return no("StateInDoubt", "nothing is started before a user has said from which state");
  if (!isDeployed(basis)) return undeployed(basis);
  if (unreachable !== undefined) return unknown("FlinkUnreachable", `Flink cannot be asked: ${unreachable}`);
  const found = isApplication(basis.seen) ? readyJob(basis) : readySession(basis);
  return found.status === "True" && isRolledBack(basis) ? no("RolledBack", rolledBack) : found;
}

/** Of a job that runs on all the same can be told how it does. */
const isInDoubt = ({ obstacle, after }: Basis): boolean =>
  obstacle?.reason === "StateInDoubt" && after.jobStatus?.state !== "RUNNING";

/** Announced, or on its way from one deployment to another. */
function undeployed({ seen: { deployed }, after: { reconciliationStatus, fleet } }: Basis): Finding {
  const isFirst = deployed.kind === "recorded" && deployed.firstDeployment && fleet?.intent?.kind !== "stop";
  if (reconciliationStatus?.lastReconciledSpec === undefined || isFirst) {
    return no("NotDeployed", "nothing is deployed yet");
  }
  return reconciliationStatus.state === "ROLLING_BACK"
    ? no("RollingBack", "the last good spec is being brought back")
    : no("Upgrading", "what the spec asks for is not deployed yet");
}

function readySession({ after, observation }: Basis): Finding {
  return after.jobManagerDeploymentStatus === "READY"
    ? yes("SessionReady", "the session cluster takes jobs")
    : no("NotReady", observation.summary);
}

function readyJob({ seen, after, observation }: Basis): Finding {
  if (isSuspended(seen)) return no("Suspended", "the job is suspended, as the spec asked for");
  const state = after.jobStatus?.state;
  if (state === "RUNNING") return yes("JobRunning", "all tasks of the job run");
  if (state === "FINISHED") return yes("JobFinished", "the job has finished by itself");
  return no(state !== undefined && isTerminal(state) ? "JobEnded" : "NotReady", observation.summary);
}
