import type { Circumstances } from "../circumstances.ts";
import { warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { stateLeft } from "../recovery/stateLeft.ts";
import type { Seen } from "../seen.ts";
import type { Happening } from "../events/happening.ts";
import { announcedStop } from "../upgrade/announcedStop.ts";
import { cancelChoice } from "../upgrade/cancelChoice.ts";
import { factsOf } from "../upgrade/facts.ts";
import { targetOf, turnStopped } from "../upgrade/stopped.ts";
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
  const event = warning("Job", "RestartUnhealthyJob", message);
  if (seen.resource.session !== undefined) return stoppedOnSession(seen, circumstances, message, event);
  const from = stateLeft(seen, `the job is not well (${message}): restarting its cluster`);
  if (from === undefined) return leftAlone(message);
  return turnStopped(seen, circumstances, { ...from, state: undefined, tell: [event] });
}

/** It shares its cluster with others: it is cancelled and goes on from its last checkpoint, where that outlives it. */
function stoppedOnSession(seen: Seen, circumstances: Circumstances, message: string, event: Happening): Plan {
  const facts = factsOf(seen, targetOf(seen, circumstances), circumstances);
  const choice = cancelChoice(facts, `the job is not well (${message})`);
  return choice.kind === "stop" && choice.way === "cancel"
    ? announcedStop(seen, choice, circumstances, [event])
    : leftAlone(message);
}

function leftAlone(health: string): Plan {
  const message = `${health}. The job is not restarted, as there is no state of it that would outlive it: see its exceptions and the logs`;
  return { act: "wait", because: message, obstacle: { reason: "JobUnhealthy", message }, wake: "on schedule" };
}
