import { seconds } from "../../time.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { cancellable } from "../observation/jobState.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";

/** Another operator had started what was announced, and not yet recorded it (the Apache operator's checkIfAlreadyUpgraded). */
export function madeByAnother(seen: Seen): Plan | undefined {
  const { reconciliationStatus, fleet } = seen.resource.status;
  if (reconciliationStatus?.state !== "UPGRADING" || fleet?.stoppedAt !== undefined) return undefined;
  const isMade = seen.resource.session === undefined ? hasMadeCluster(seen) : hasRunJob(seen);
  if (!isMade) return undefined;
  const what = seen.resource.session === undefined ? "the cluster was created" : "the job was submitted";
  return {
    act: "turn",
    because: `${what} by another operator, which has not recorded it`,
    turn: { kind: "recorded" },
    wake: seconds(0),
  };
}

/** By its generation it is told from the cluster before. */
function hasMadeCluster({ resource: { status }, jobManager }: Seen): boolean {
  if (status.jobManagerDeploymentStatus !== "MISSING" || jobManager === undefined || jobManager.deleting) return false;
  return jobManager.deploymentId === undefined && jobManager.generation === status.observedGeneration;
}

/** It forgets the id when it has stopped a job, and records the next one before it submits it. */
function hasRunJob(seen: Seen): boolean {
  const job = deployedJob(seen);
  return job !== undefined && cancellable(job.state);
}
