import { millis } from "../../time.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { isTerminal } from "../observation/jobState.ts";
import { ownedBy, ownedDeployments } from "../observation/ownership.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";

const soon = millis(500);

/**
 * Takes a cluster away, HA metadata apart: the JobManager is stopped before its Deployment is deleted (a native one would go on making
 * TaskManagers meanwhile). Each step is one look apart, and each may be repeated. `undefined` once nothing of it is left.
 */
export function removal(seen: Seen, why: string): Plan | undefined {
  return stoppingPods(seen, why) ?? waitingForStop(seen) ?? deletingDeployments(seen, why) ?? podsLeft(seen);
}

/** As `removal`, and waits for every pod: what still runs may still write. */
export const completeRemoval = (seen: Seen, why: string): Plan | undefined =>
  removal(seen, why) ?? waitingForPods(seen, "taskmanager");

const podsLeft = (seen: Seen): Plan | undefined => waitingForPods(seen, "jobmanager");

/** A JobManager that was stopped is left its Deployment until its pods are gone. */
export const waitingForStop = (seen: Seen): Plan | undefined =>
  seen.jobManager?.wantedReplicas === 0 ? podsLeft(seen) : undefined;

export function stoppingPods(seen: Seen, why: string): Plan | undefined {
  const { jobManager } = seen;
  if (jobManager === undefined || jobManager.deleting || !ownedBy(seen, jobManager)) return undefined;
  // One whose job has ended makes no TaskManagers any more.
  const job = deployedJob(seen);
  if (jobManager.wantedReplicas === 0 || (job !== undefined && isTerminal(job.state))) return undefined;
  const deployment = { name: jobManager.name, uid: jobManager.uid };
  return {
    act: "again",
    because: `${why}: stopping the JobManager`,
    effect: { kind: "stopPods", deployment },
    step: "podsGone",
    wake: soon,
  };
}

export function waitingForPods({ pods }: Seen, component: "jobmanager" | "taskmanager"): Plan | undefined {
  // Not looked at is not gone.
  if (pods !== undefined && !pods.some((pod) => pod.component === component)) return undefined;
  const names = { jobmanager: "JobManager", taskmanager: "TaskManager" };
  return { act: "wait", because: `${names[component]} pods are going`, step: "podsGone", wake: soon };
}

export function deletingDeployments(seen: Seen, why: string): Plan | undefined {
  const owned = ownedDeployments(seen);
  if (owned.length === 0) return undefined;
  const alive = owned.filter((deployment) => !deployment.deleting);
  if (alive.length === 0) return { act: "wait", because: "Deployments are going", step: "podsGone", wake: soon };
  return {
    act: "again",
    because: `${why}: removing the cluster`,
    effect: { kind: "deleteDeployments", deployments: alive.map(({ name, uid }) => ({ name, uid })) },
    step: "podsGone",
    wake: soon,
  };
}
