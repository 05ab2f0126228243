import { minutes, parsedInstant, rfc3339, since, type Instant, type Millis } from "../time.ts";
import type { Journal } from "../../api/resources/journal.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

interface Deadline {
  readonly after: Millis;
  readonly reason: string;
  readonly advice: string;
}

const restart = "kubectl describe the pods and look at the JobManager's log";
/** What leads out whatever the job and its JobManager do. */
const otherState =
  "To go on at once from a state of your choice set job.initialSavepointPath and another job.savepointRedeployNonce; job.upgradeMode stateless gives the state up";

/** Everything that is waited for: how long that may take, and what a user can do where it takes longer. It is waited for all the same. */
const deadlines = {
  savepoint: {
    after: minutes(12),
    reason: "SavepointOverdue",
    advice: `see whether checkpoints of the job complete at all; Flink gives it up after execution.checkpointing.timeout, and then job.upgradeMode last-state goes on from the last checkpoint. ${otherState}`,
  },
  cancellation: {
    after: minutes(3),
    reason: "CancellationOverdue",
    advice: `tasks may not react to being cancelled: ${restart}; the TaskManagers may be deleted by hand. ${otherState}`,
  },
  adoption: {
    after: minutes(5),
    reason: "ClusterExists",
    advice: "nothing is started beside it. Restore the status, or delete the Deployment if its job may go",
  },
  healthyJob: {
    after: minutes(5),
    reason: "UpgradeBlocked",
    advice: `job.upgradeMode last-state goes on from the last checkpoint where one outlives the job. ${otherState}`,
  },
  flink: {
    after: minutes(5),
    reason: "UpgradeBlocked",
    advice: `the job's state cannot be made sure of while Flink does not tell of it: ${restart}. ${otherState}`,
  },
  checkpointAge: {
    after: minutes(15),
    reason: "UpgradeBlocked",
    advice:
      "the newest checkpoint is older than kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age: raise it, or set job.upgradeMode to savepoint",
  },
  pendingSavepoint: {
    after: minutes(12),
    reason: "UpgradeBlocked",
    advice:
      "see whether checkpoints of the job complete at all, or set kubernetes.operator.job.upgrade.ignore-pending-savepoint to true to go on without it",
  },
  readiness: {
    after: minutes(5),
    reason: "NotReadyInTime",
    advice: `${restart}; a corrected spec is deployed at once, and kubernetes.operator.deployment.rollback.enabled goes back by itself`,
  },
  reachability: {
    after: minutes(5),
    reason: "FlinkUnreachable",
    advice: `the job may well run, and nothing can be told or done about it: the API server has to reach the JobManager's REST port (on EKS: allow TCP 8081 from the cluster security group to the nodes); else ${restart}`,
  },
  taskManagers: {
    after: minutes(1),
    reason: "TaskManagersMissing",
    advice:
      "the job goes on with those that it has, and follows by itself as soon as they come. Make room for them (nodes, a quota, what the pods tell), or take the change back",
  },
  sessionCluster: {
    after: minutes(5),
    reason: "SessionClusterNotReady",
    advice: `kubectl get flinkdeployments shows how it does; the job is brought back as soon as it takes jobs. ${otherState}`,
  },
  sessionJobs: {
    after: minutes(15),
    reason: "SessionJobsRun",
    advice:
      "look at the session jobs that are named. Suspend or delete them, set their job.upgradeMode to stateless to give their state up, or take the change of the cluster back",
  },
  leaving: {
    after: minutes(5),
    reason: "SessionClusterNotReady",
    advice: "the resource is kept until its job is cancelled: bring the session cluster up again, or delete it",
  },
  submission: {
    after: minutes(5),
    reason: "SubmissionOverdue",
    advice: "the main method of the job may still run in the JobManager: look at its log",
  },
  removal: {
    after: minutes(5),
    reason: "RemovalOverdue",
    advice:
      "a finalizer of somebody else may hold a Deployment, or a node may be lost: kubectl get deployments,pods -o yaml",
  },
  podsGone: {
    after: minutes(5),
    reason: "PodsRemain",
    advice:
      "a node may be lost, or a finalizer may hold a pod: nothing is started beside it. Delete the pod (with --force only when its node is certainly down)",
  },
} as const satisfies Readonly<Record<string, Deadline>>;

export type Step = keyof typeof deadlines;

/** Since when this is waited for; now, where it was not waited for at the look before. */
function begun({ resource }: Seen, step: Step, now: Instant): Instant {
  const before = resource.status.fleet?.step;
  return before?.name === step ? parsedInstant(before.since) : now;
}

export const waitedFor = (seen: Seen, step: Step, now: Instant): Millis => since(begun(seen, step, now), now);

/** The plan, with what is wrong and what to do once its step has taken too long. */
export function withDeadline(plan: Plan, seen: Seen, now: Instant): Plan {
  const { step } = plan;
  if (step === undefined || plan.obstacle !== undefined) return plan;
  const { after, reason, advice } = deadlines[step];
  if (waitedFor(seen, step, now) < after) return plan;
  return {
    ...plan,
    obstacle: { reason, message: `${plan.because} for more than ${after / 60_000} minutes: ${advice}` },
  };
}

/** The journal's own note of it. */
export function noted(
  journal: Journal | undefined,
  step: Step | undefined,
  seen: Seen,
  now: Instant,
): Journal | undefined {
  const { step: _before, ...rest } = journal ?? {};
  if (step !== undefined) return { ...rest, step: { name: step, since: rfc3339(begun(seen, step, now)) } };
  return Object.keys(rest).length === 0 ? undefined : rest;
}
