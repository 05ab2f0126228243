import type { FlinkStateSnapshot, FlinkStateSnapshotStatus } from "../../api/resources/flinkStateSnapshot.ts";
import type { Happening } from "../lifecycle/events/happening.ts";
import type { Obstacle } from "../lifecycle/plan.ts";
import { statusError } from "../lifecycle/spec/statusError.ts";
import { rfc3339, type Instant } from "../time.ts";
import { mayRetry } from "./backoff.ts";
import { conditions } from "./conditions.ts";
import { happenings } from "./happenings.ts";
import { taking } from "./underWay.ts";
import type { SnapshotOutcome, SnapshotPlan, Verdict } from "./plan.ts";

export interface SnapshotReport {
  readonly status: FlinkStateSnapshotStatus;
  /** Published only once the status is written. */
  readonly happenings: readonly Happening[];
}

/** The status after a run, from the resource as the claim left it. The same look gives the same status. */
export function report(
  resource: FlinkStateSnapshot,
  plan: SnapshotPlan,
  outcome: SnapshotOutcome,
  now: Instant,
): SnapshotReport {
  const verdict = verdictOf(plan, outcome);
  const told = verdict === undefined ? underWay(resource, plan, outcome, now) : judged(resource, verdict, now);
  const obstacle = obstacleOf(plan, outcome);
  const basis = { resource, after: told, because: becauseOf(plan), obstacle, isBlind: isBlind(plan) };
  const status = { ...told, conditions: conditions(basis, now) };
  return { status, happenings: happenings({ resource, plan, verdict, obstacle }) };
}

const isBlind = (plan: SnapshotPlan): boolean => plan.act === "wait" && plan.isBlind === true;

/** Why a snapshot was asked for is in the log. */
const becauseOf = ({ act, because }: SnapshotPlan): string => (act === "once" ? taking : because);

function verdictOf(plan: SnapshotPlan, outcome: SnapshotOutcome): Verdict | undefined {
  if (plan.act === "conclude") return plan.verdict;
  if (outcome.kind !== "refused" || isDisposal(plan)) return undefined;
  return { kind: "failed", because: outcome.because };
}

const isDisposal = (plan: SnapshotPlan): boolean => plan.act === "again" && plan.effect.kind !== "trigger";

function obstacleOf(plan: SnapshotPlan, outcome: SnapshotOutcome): Obstacle | undefined {
  if (plan.act === "wait") return plan.obstacle;
  if (outcome.kind !== "refused" || !isDisposal(plan)) return undefined;
  return { reason: "CleanupFailed", message: `Flink did not delete the files: ${outcome.because}` };
}

function underWay(
  { status }: FlinkStateSnapshot,
  plan: SnapshotPlan,
  outcome: SnapshotOutcome,
  now: Instant,
): FlinkStateSnapshotStatus {
  const { fleet, ...rest } = status;
  const { waitingSince, ...journal } = fleet ?? {};
  const waits = plan.act === "wait" && plan.waitsForJob === true;
  const after = { ...journal, ...(waits ? { waitingSince: waitingSince ?? rfc3339(now) } : {}) };
  return {
    ...rest,
    ...(outcome.kind === "triggered" ? { triggerId: outcome.triggerId } : {}),
    ...(fleet === undefined && !waits ? {} : { fleet: after }),
  };
}

function judged(
  { spec, status, metadata, ...rest }: FlinkStateSnapshot,
  verdict: Verdict,
  now: Instant,
): FlinkStateSnapshotStatus {
  const { error: _error, fleet, ...before } = status;
  const { intent: _intent, waitingSince: _since, ...journal } = fleet ?? {};
  const at = rfc3339(now);
  const after = { ...before, resultTimestamp: at, ...(fleet === undefined ? {} : { fleet: journal }) };
  switch (verdict.kind) {
    case "completed":
      return {
        ...after,
        state: "COMPLETED",
        path: verdict.path ?? "",
        triggerTimestamp: status.triggerTimestamp ?? at,
      };
    case "abandoned":
      return { ...after, state: "ABANDONED", error: verdict.because };
    case "failed": {
      const failures = status.failures + 1;
      const isTriedAgain = mayRetry({ spec, status, metadata, ...rest }, failures);
      const error = statusError({ kind: "reconciliation", message: verdict.because });
      return { ...after, state: isTriedAgain ? "TRIGGER_PENDING" : "FAILED", failures, error };
    }
  }
}
