import type { JobManagerDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { JobState } from "../../flink.ts";
import { isApplication, isSuspended } from "../observation/running.ts";
import { no, unknown, yes, type Basis, type Finding } from "./finding.ts";

const jobManagerReasons = {
  READY: "JobManagerReady",
  DEPLOYED_NOT_READY: "DeployedNotReady",
  DEPLOYING: "JobManagerIsDeploying",
  MISSING: "JobManagerDeploymentMissing",
  ERROR: "Error",
} as const;

/**
 * The Apache operator's own condition, with its reasons (ConditionUtils); but Unknown where nobody could look, and a message that tells why
 * a job does not run.
 */
export function running(basis: Basis): Finding {
  const { seen, after } = basis;
  if (!isApplication(seen)) return runningSession(basis, after.jobManagerDeploymentStatus ?? "MISSING");
  const state = after.jobStatus?.state;
  if (state === undefined) return no("NotDeployed", "No job was deployed yet");
  return runningJob(basis, state);
}

function runningSession({ observation }: Basis, status: JobManagerDeploymentStatus): Finding {
  const reason = jobManagerReasons[status];
  if (observation.unreachable !== undefined) return unknown(reason, notAsked(observation.unreachable));
  return status === "READY" ? yes(reason, reason) : no(reason, reason);
}

function runningJob(basis: Basis, state: JobState): Finding {
  const reason = state.charAt(0) + state.slice(1).toLowerCase();
  const text = `Job status ${state}`;
  if (state === "RUNNING") return yes(reason, text);
  if (state === "RECONCILING") return unseen(basis, reason, text);
  return no(reason, text + afterAll(basis));
}

function unseen({ seen, observation }: Basis, reason: string, text: string): Finding {
  const { unreachable, jobManager, summary } = observation;
  if (unreachable !== undefined) return unknown(reason, `${text}: ${notAsked(unreachable)}`);
  const isUp = seen.pods?.some((pod) => pod.component === "jobmanager" && pod.started && !pod.deleting) === true;
  return isUp && jobManager !== "READY"
    ? unknown(reason, `${text}: a pod of the JobManager is up, and could not be asked`)
    : no(reason, `${text}: ${summary}`);
}

/** FINISHED is also what the Apache operator says of a job that was stopped, or left behind, for an upgrade or because it is suspended. */
function afterAll({ seen, after }: Basis): string {
  if (isSuspended(seen)) return ", and it is suspended";
  return after.fleet?.stoppedAt === undefined ? "" : ", and its cluster is being replaced";
}

const notAsked = (because: string): string => `Flink cannot be asked: ${because}`;
