import { isTerminal } from "../jobState.ts";
import { isApplication, isSuspended } from "../running.ts";
import { isDeployed, isGoing, no, yes, type Basis, type Finding } from "./finding.ts";

/** Whether what was deployed does its work. Its observedGeneration says of which spec that is told. */
export function ready(basis: Basis): Finding {
  const { unreachable } = basis.observation;
  if (isGoing(basis)) return no("Deleting", "the resource is being deleted");
  if (!isDeployed(basis)) return no("NotDeployed", "nothing is deployed yet");
  if (unreachable !== undefined) {
    return { status: "Unknown", reason: "FlinkUnreachable", message: `Flink cannot be asked: ${unreachable}` };
  }
  return isApplication(basis.seen) ? readyJob(basis) : readySession(basis);
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
