import type { Circumstances } from "../circumstances.ts";
import { isOver } from "../observation/running.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { redeployState, targetOf, turnStopped } from "../upgrade/stopped.ts";
import { strayJob } from "./strayJob.ts";

/**
 * The cluster of a session job that runs, or is being submitted, cannot be asked. With high availability the job comes back with it, so that
 * nothing is decided before. Where nothing of the cluster is left only a user can say how to go on, and does not have to wait to be heard.
 */
export function awaitingCluster(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const because = mayRun(seen) ? outOfSight(seen) : undefined;
  if (because === undefined) return undefined;
  if (seen.resource.session?.state.kind !== "gone" || !isGivenUp(seen, circumstances)) return waits(because);
  return turnStopped(seen, circumstances, {
    upgradeMode: "stateless",
    state: null,
    because: `${because}, and the state of its job is given up`,
  });
}

function mayRun(seen: Seen): boolean {
  const { deployed, resource } = seen;
  if (resource.session === undefined || deployed.kind !== "recorded" || isOver(seen)) return false;
  return deployed.last.job?.state === "running" || resource.status.fleet?.intent !== undefined;
}

const isGivenUp = (seen: Seen, circumstances: Circumstances): boolean =>
  redeployState(seen, circumstances) !== undefined || targetOf(seen, circumstances).job?.upgradeMode === "stateless";

/** Why the job cannot be seen. A cluster that is draining runs its jobs as ever. */
function outOfSight({ resource, flink }: Seen): string | undefined {
  const because = outOfReach(resource);
  if (because !== undefined || flink.kind === "answered") return because;
  return flink.kind === "unreachable" ? `Flink cannot be asked: ${flink.because}` : "waiting for the session cluster";
}

function outOfReach(resource: Seen["resource"]): string | undefined {
  const state = resource.session?.state;
  if (state?.kind === "going") return isToLeave(resource) ? undefined : state.because;
  return state?.kind === "waiting" || state?.kind === "gone" ? state.because : undefined;
}

/** It is stopped there with its state as long as it can be; nothing else is begun on a cluster that is going. */
const isToLeave = ({ spec, status, session }: Seen["resource"]): boolean =>
  spec.job?.state === "suspended" || spec.deploymentName !== session?.name || status.fleet?.intent?.kind === "stop";

/** No job is submitted before its cluster takes jobs, nor beside another one of the same resource. */
export function awaitingRoom(seen: Seen): Plan | undefined {
  const { session } = seen.resource;
  if (session === undefined) return undefined;
  const because = session.state.kind === "ready" ? outOfSight(seen) : session.state.because;
  return because === undefined ? strayJob(seen) : waits(because);
}

/** The looks at a cluster that is on its way are looks at its jobs as well. */
const waits = (because: string): Plan => ({ act: "wait", because, step: "sessionCluster", wake: "on schedule" });
