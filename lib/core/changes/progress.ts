import type { ChangesProgress } from "../../api/resources/changesJournal.ts";
import type { FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { DeployIntent } from "../../api/resources/journal.ts";
import type { Plan } from "../lifecycle/plan.ts";
import { isTerminal } from "../lifecycle/observation/jobState.ts";
import { shortened } from "../shortened.ts";
import { parsedInstant, rfc3339, since, type Instant } from "../time.ts";
import { stateUsed } from "./stateUsed.ts";

/** One run: the status that it found, the one that it is going to write, and what it did. */
export interface Step {
  readonly before: FlinkDeploymentStatus;
  readonly after: FlinkDeploymentStatus;
  readonly plan: Plan;
  readonly now: Instant;
}

/** What is measured from look to look. The same look twice is measured once. */
export function progressAfter(measured: ChangesProgress, step: Step): ChangesProgress {
  const { downSince: _since, ...rest } = measured;
  const { plan } = step;
  const isTakenBack = plan.act === "turn" && plan.turn.kind === "rollingBack";
  return {
    ...rest,
    ...deploymentAfter(measured, step),
    ...downtimeAfter(measured, step),
    ...(isTakenBack ? { trouble: shortened(plan.because) } : {}),
  };
}

function deploymentAfter({ deployment }: ChangesProgress, { before, plan }: Step): Pick<ChangesProgress, "deployment"> {
  const intent = begunBy(plan);
  // What brings back the last good spec is no attempt at the newest.
  if (before.reconciliationStatus?.state === "ROLLING_BACK") return {};
  if (intent === undefined || intent.deploymentId === deployment?.id) return {};
  const { deploymentId: id, generation } = intent;
  const earlier = deployment?.generation === generation ? deployment.attempts : 0;
  const state = stateUsed(intent, before.fleet?.state);
  return { deployment: { id, generation, attempts: earlier + 1, state } };
}

function begunBy(plan: Plan): DeployIntent | undefined {
  if (plan.act === "create") return plan.intent;
  return plan.act === "turn" && plan.turn.kind === "created" ? plan.turn.intent : undefined;
}

function downtimeAfter(
  { downSince, downSeconds = 0 }: ChangesProgress,
  { before, after, now }: Step,
): Pick<ChangesProgress, "downSince" | "downSeconds"> {
  if (downSince === undefined) return hasGoneDown(before, after) ? { downSince: rfc3339(now) } : {};
  if (after.jobStatus?.state !== "RUNNING") return { downSince };
  return { downSeconds: downSeconds + Math.round(since(parsedInstant(downSince), now) / 1000) };
}

/** A job that cannot be seen just now may run: it is down once it was stopped, was seen not to run, or has no JobManager that could run it. */
function hasGoneDown(before: FlinkDeploymentStatus, after: FlinkDeploymentStatus): boolean {
  const { state } = before.jobStatus ?? {};
  if (state === undefined || isTerminal(state)) return false;
  const isStopped = before.fleet?.stoppedAt === undefined && after.fleet?.stoppedAt !== undefined;
  return isStopped || (state === "RUNNING" && isSeenDown(after));
}

function isSeenDown({ jobStatus, jobManagerDeploymentStatus: jobManager }: FlinkDeploymentStatus): boolean {
  if (jobStatus?.state !== "RECONCILING") return jobStatus?.state !== "RUNNING";
  return jobManager === "MISSING" || jobManager === "DEPLOYING" || jobManager === "ERROR";
}
