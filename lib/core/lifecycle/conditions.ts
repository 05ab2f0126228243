import type { Condition } from "../../api/resources/common.ts";
import type { FlinkDeployment, FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { Instant } from "../time.ts";
import { rfc3339 } from "../time.ts";
import { isTerminal } from "./jobState.ts";
import type { Observation } from "./observation.ts";
import type { Obstacle } from "./plan.ts";

interface Basis {
  readonly resource: FlinkDeployment;
  /** Everything of the new status but its conditions. */
  readonly after: FlinkDeploymentStatus;
  readonly obstacle: Obstacle | undefined;
  readonly observation: Observation;
  readonly now: Instant;
}

type Finding = Pick<Condition, "status" | "reason" | "message">;

/** All conditions of a FlinkDeployment. A time changes only when a status flips; messages hold no times and no random names. */
export function conditions(basis: Basis): Condition[] {
  const { resource, after, now } = basis;
  const findings = { Running: running(basis), Ready: ready(basis), Progressing: progressing(basis), Degraded: degraded(basis) };
  return Object.entries(findings).map(([type, finding]) => {
    const before = resource.status.conditions.find((condition) => condition.type === type);
    const flipped = before?.status !== finding.status;
    const generation = type === "Degraded" ? resource.metadata.generation : (after.observedGeneration ?? resource.metadata.generation);
    return {
      type,
      ...finding,
      observedGeneration: generation,
      lastTransitionTime: flipped ? rfc3339(now) : before.lastTransitionTime,
    };
  });
}

const jobManagerReasons = {
  READY: "JobManagerReady",
  DEPLOYED_NOT_READY: "DeployedNotReady",
  DEPLOYING: "JobManagerIsDeploying",
  MISSING: "JobManagerDeploymentMissing",
  ERROR: "Error",
} as const;

/** The Apache operator's own condition, with its reasons. */
function running({ resource, after }: Basis): Finding {
  if (resource.spec.job === undefined) {
    const status = after.jobManagerDeploymentStatus ?? "MISSING";
    const reason = jobManagerReasons[status];
    return { status: status === "READY" ? "True" : "False", reason, message: reason };
  }
  const state = after.jobStatus?.state;
  if (state === undefined) return { status: "False", reason: "NotDeployed", message: "No job was deployed yet" };
  const reason = state.charAt(0) + state.slice(1).toLowerCase();
  return { status: state === "RUNNING" ? "True" : "False", reason, message: `Job status ${state}` };
}

/** Whether what was deployed does its work. Its observedGeneration says of which spec that is told. */
function ready({ resource, after, observation: seen }: Basis): Finding {
  if (resource.metadata.deletionTimestamp !== undefined) return no("Deleting", "the resource is being deleted");
  const state = after.jobStatus?.state;
  if (after.lifecycleState === "CREATED" || after.lifecycleState === "UPGRADING") return no("NotDeployed", "nothing is deployed yet");
  if (seen.unreachable !== undefined) {
    return { status: "Unknown", reason: "FlinkUnreachable", message: `Flink cannot be asked: ${seen.unreachable}` };
  }
  if (resource.spec.job === undefined) {
    return after.jobManagerDeploymentStatus === "READY" ? yes("SessionReady", "the session cluster takes jobs") : no("NotReady", seen.summary);
  }
  if (state === "RUNNING") return yes("JobRunning", "all tasks of the job run");
  if (state === "FINISHED") return yes("JobFinished", "the job has finished by itself");
  return no(state !== undefined && isTerminal(state) ? "JobEnded" : "NotReady", seen.summary);
}

/** Whether something is on its way. False with an obstacle's reason where somebody else has to act first. */
function progressing({ resource, after, obstacle, observation: seen }: Basis): Finding {
  if (obstacle !== undefined) return no(obstacle.reason, obstacle.message);
  if (resource.metadata.deletionTimestamp !== undefined) return yes("Deleting", "the cluster is being removed");
  if (after.lifecycleState === "UPGRADING") return yes("Deploying", "the cluster is being created");
  if (after.reconciliationStatus?.lastReconciledSpec === undefined) return no("NotDeployed", "there is nothing to deploy");
  return seen.settled ? no("Settled", "what was asked for is there") : yes("Waiting", seen.summary);
}

function degraded({ after, obstacle, observation: seen }: Basis): Finding {
  if (obstacle !== undefined) return yes(obstacle.reason, obstacle.message);
  if (seen.trouble !== undefined) return yes(seen.trouble.reason, seen.trouble.message);
  if (seen.unreachable !== undefined) return yes("FlinkUnreachable", `Flink cannot be asked: ${seen.unreachable}`);
  if (after.jobManagerDeploymentStatus === "ERROR") return yes("DeploymentFailed", "the API server refused an object of the cluster: see status.error");
  if (after.reconciliationStatus?.state === "DEPLOYED" && after.jobManagerDeploymentStatus === "MISSING") {
    return yes("MissingJobManager", "the JobManager's Deployment is missing");
  }
  if (seen.jobIsMissing) return yes("JobMissing", "Flink does not know the job");
  if (after.jobStatus?.state === "FAILED") return yes("JobFailed", "the job has failed: see status.error");
  return no("AsExpected", "nothing is wrong");
}

const yes = (reason: string, message: string): Finding => ({ status: "True", reason, message });
const no = (reason: string, message: string): Finding => ({ status: "False", reason, message });
