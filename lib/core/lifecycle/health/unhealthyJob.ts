import type { Circumstances } from "../circumstances.ts";
import { warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { stateLeft } from "../recovery/stateLeft.ts";
import type { Seen } from "../seen.ts";
import { turnStopped } from "../upgrade/stopped.ts";
import { jobHealth } from "./jobHealth.ts";

/**
 * A job that restarts too often or completes no checkpoints is given a new cluster, from the HA metadata or empty where it is stateless, as
 * the Apache operator does it (ApplicationReconciler.shouldRestartJobBecauseUnhealthy). Without metadata it is left as it is: what
 * it has by now cannot be had otherwise.
 */
export function unhealthyJob(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const health = jobHealth(seen, circumstances);
  if (health?.kind !== "unhealthy") return undefined;
  const { message } = health;
  const from = stateLeft(seen, `the job is not well (${message}): restarting its cluster`);
  if (from === undefined) return leftAlone(message);
  const event = warning("Job", "RestartUnhealthyJob", message);
  return turnStopped(seen, circumstances, { ...from, state: undefined, tell: [event] });
}

function leftAlone(health: string): Plan {
  const message = `${health}. The job is not restarted, as there is no HA metadata to go on from: see its exceptions and the logs`;
  return { act: "wait", because: message, obstacle: { reason: "JobUnhealthy", message }, wake: "on schedule" };
}
