import type { LifecycleState } from "../../../api/resources/common.ts";
import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { Journal } from "../../../api/resources/journal.ts";
import type { Circumstances } from "../circumstances.ts";
import { conditions } from "../conditions/conditions.ts";
import { created } from "./created.ts";
import { deployedOf } from "../observation/deployed.ts";
import { driftAfter } from "../drift/driftAfter.ts";
import { repairsOf } from "../drift/repairRules.ts";
import type { Happening } from "../events/happening.ts";
import { happenings } from "../happenings/happenings.ts";
import { obstacleOf } from "./obstacleOf.ts";
import { observation, type Observation } from "../observation/observation.ts";
import { observed } from "./observed.ts";
import { isTerminal } from "../observation/jobState.ts";
import { noted, type Step } from "../deadlines.ts";
import { carriedOut, refusedInPlace } from "../scaling/recordedInPlace.ts";
import { nothingIsLeftUndone } from "./nothingIsLeftUndone.ts";
import { nonceDone } from "./nonceDone.ts";
import type { Obstacle, Outcome, Plan, RepeatableEffect } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { afterTrigger, triggerOf } from "../snapshots/afterTrigger.ts";
import { recorded } from "../snapshots/record.ts";
import { lifecycleState } from "../spec/lifecycleState.ts";
import { statusError } from "../spec/statusError.ts";
import { told } from "./stepText.ts";
import { turned } from "./turned.ts";

export interface Report {
  readonly status: FlinkDeploymentStatus;
  /** Published only once the status is written. */
  readonly happenings: readonly Happening[];
}

/** The status after a run. The same look gives the same status, so that a quiet one writes nothing. */
export function report(seen: Seen, plan: Plan, outcome: Outcome, circumstances: Circumstances): Report {
  const { defaults, now } = circumstances;
  const repairs = repairsOf(seen.resource.metadata, circumstances);
  const acted = afterAct(seen, plan, outcome, circumstances);
  const obstacle = obstacleOf(plan, outcome);
  const blocked = obstacle === undefined ? undefined : errorOf(obstacle);
  const step = stepAfter(plan, outcome);
  const drift = driftAfter(seen, plan, outcome, now);
  const withError = withJournal(
    withDrift(blocked === undefined ? acted : { ...acted, error: blocked }, drift),
    seen,
    step,
    now,
  );
  const deleting = seen.resource.metadata.deletionTimestamp !== undefined;
  const after = { ...withError, lifecycleState: deleting ? ("DELETING" as const) : lifecycleOf(withError, obstacle) };
  const turnedSeen = records(plan) ? asRecorded(seen, after) : seen;
  const found = outcomeSeen(turnedSeen, plan, outcome);
  const basis = { seen: turnedSeen, after, obstacle, observation: found, because: told(plan), repairs };
  const status = { ...after, conditions: conditions(basis, now) };
  return { status, happenings: happenings({ seen, after: status, plan, outcome, defaults, repairs }) };
}

/** As the Apache operator tells it; and FAILED too in the middle of an upgrade, where nothing runs and nothing is started before a user acts. */
function lifecycleOf(status: FlinkDeploymentStatus, obstacle: Obstacle | undefined): LifecycleState {
  const { state = "RECONCILING" } = status.jobStatus ?? {};
  const isStill = state === "RECONCILING" || isTerminal(state);
  return obstacle?.reason === "StateInDoubt" && isStill ? "FAILED" : lifecycleState(status);
}

const records = (plan: Plan): boolean =>
  plan.act === "turn" || (plan.act === "again" && plan.effect.kind === "setIngress");

/** A turn changes what the look is judged by, and nothing of what was seen. */
function asRecorded(seen: Seen, status: FlinkDeploymentStatus): Seen {
  const resource = { ...seen.resource, status };
  return { ...seen, resource, deployed: deployedOf(resource) };
}

/** Obstacles that the Apache operator tells in `status.error` as well. */
function errorOf({ reason, message }: Obstacle): string | undefined {
  if (reason === "ValidationError") return statusError({ kind: "validation", message });
  return reason === "StateInDoubt" ? statusError({ kind: "upgrade", message }) : undefined;
}

/** What was just made is waited for from now on. */
const stepAfter = ({ act, step }: Plan, { kind }: Outcome): Step | undefined =>
  act === "create" && kind === "done" ? "readiness" : step;

function withDrift({ fleet, ...status }: FlinkDeploymentStatus, found: Pick<Journal, "drift">): FlinkDeploymentStatus {
  const { drift: _before, ...journal } = fleet ?? {};
  return fleet === undefined && found.drift === undefined ? status : { ...status, fleet: { ...journal, ...found } };
}

function withJournal(status: FlinkDeploymentStatus, seen: Seen, step: Step | undefined, now: Circumstances["now"]) {
  const { fleet: before, ...rest } = status;
  const fleet = noted(before, step, seen, now);
  return fleet === undefined ? rest : { ...rest, fleet };
}

/** The look was before the act: what was just made is on its way, not missing. */
function outcomeSeen(seen: Seen, plan: Plan, outcome: Outcome): Observation {
  const before = observation(seen);
  const made = plan.act === "create" && outcome.kind === "done";
  if (!made) return before;
  return seen.resource.session === undefined
    ? { ...before, jobManager: "DEPLOYING", summary: "waiting for the JobManager" }
    : { ...before, job: undefined, jobIsMissing: false, settled: false, summary: "waiting for the job" };
}

function afterAct(seen: Seen, plan: Plan, outcome: Outcome, circumstances: Circumstances): FlinkDeploymentStatus {
  const trigger = triggerOf(plan);
  if (trigger !== undefined) {
    return afterTrigger(observed(seen, circumstances), { seen, trigger, outcome }, circumstances.defaults);
  }
  if (outcome.kind === "refused") return afterRefusal(seen, plan, outcome.because, circumstances);
  if (plan.act === "turn") return turned(observed(seen, circumstances), plan.turn, seen, circumstances);
  if (plan.act === "create") return created(seen.resource, plan, circumstances);
  if (outcome.kind !== "done") return observed(seen, circumstances);
  const after = plan.act === "again" ? afterEffect(plan.effect, seen, circumstances) : observed(seen, circumstances);
  return outcome.triggerId === undefined ? after : asked(after, outcome.triggerId);
}

function afterEffect(effect: RepeatableEffect, seen: Seen, circumstances: Circumstances): FlinkDeploymentStatus {
  const after = observed(seen, circumstances);
  // The Apache operator as well takes a nonce for done with as soon as the snapshot is asked for.
  if (effect.kind === "createSnapshot") return afterRequest(nonceDone(after, effect.consumes), seen);
  if (effect.kind === "disposeSavepoint") return recorded(after, effect.record);
  return effect.kind === "setIngress" ? carriedOut(after, seen.resource, circumstances) : after;
}

function afterRequest(status: FlinkDeploymentStatus, seen: Seen): FlinkDeploymentStatus {
  const { generation } = seen.resource.metadata;
  return nothingIsLeftUndone(asRecorded(seen, status)) ? { ...status, observedGeneration: generation } : status;
}

function afterRefusal(seen: Seen, plan: Plan, because: string, circumstances: Circumstances): FlinkDeploymentStatus {
  const { status } = seen.resource;
  if (plan.act === "stop") {
    return turned(observed(seen, circumstances), { kind: "stopFailed", because }, seen, circumstances);
  }
  if (plan.act === "again" && plan.effect.kind === "repairDrift") return observed(seen, circumstances);
  if (plan.act === "again") {
    const refused = { effect: plan.effect.kind, because };
    return refusedInPlace(observed(seen, circumstances), refused, seen.resource, circumstances);
  }
  const error = statusError({ kind: "deployment", reason: "DeploymentFailed", message: because });
  return { ...status, jobManagerDeploymentStatus: "ERROR", error };
}

/** Before 1.15 only Flink can name what it was asked for. */
function asked(status: FlinkDeploymentStatus, triggerId: string): FlinkDeploymentStatus {
  const { fleet } = status;
  if (fleet?.intent?.kind !== "stop") return status;
  return { ...status, fleet: { ...fleet, intent: { ...fleet.intent, triggerId } } };
}
