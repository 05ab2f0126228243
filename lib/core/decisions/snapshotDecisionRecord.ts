import { sortedJson } from "../lifecycle/spec/sortedJson.ts";
import type { SnapshotCircumstances } from "../snapshots/circumstances.ts";
import type { SnapshotDecision } from "../snapshots/decide.ts";
import type { SnapshotOutcome, SnapshotPlan } from "../snapshots/plan.ts";
import type { SnapshotSeen } from "../snapshots/seen.ts";
import { rfc3339 } from "../time.ts";
import { type DecisionRecord, type Digest, hidingOf, subjectOf } from "./decisionRecord.ts";
import { rewritten } from "./hiding.ts";

type Shared = "at" | "resource" | "rule" | "passed" | "because" | "seen" | "does" | "claim" | "obstacle" | "next";

/** What was decided about a FlinkStateSnapshot and what came of it, as plain data and without secrets. */
export interface SnapshotDecisionRecord extends Pick<DecisionRecord, Shared> {
  readonly facts: SnapshotFacts;
  readonly act: SnapshotPlan["act"];
  readonly outcome: SnapshotOutcome;
}

interface SnapshotFacts {
  readonly state: string;
  readonly failures: number;
  /** Whether the job was found, and how it stands. */
  readonly job: string;
  /** What Flink told of the request that is under way. */
  readonly progress: string;
}

export interface SnapshotDecided {
  readonly spoke: string;
  readonly seen: SnapshotSeen;
  readonly circumstances: SnapshotCircumstances;
  readonly decision: SnapshotDecision;
  readonly outcome: SnapshotOutcome;
}

export function snapshotDecisionRecord(decided: SnapshotDecided, digest: Digest): SnapshotDecisionRecord {
  const { spoke, seen, circumstances, decision, outcome } = decided;
  const { plan, rule, passed } = decision;
  const without = hidingOf(seen.resource, seen);
  const told = { because: plan.because, claim: claimOf(plan), obstacle: obstacleOf(plan), outcome };
  return {
    at: rfc3339(circumstances.now),
    resource: subjectOf(spoke, seen.resource),
    rule,
    passed,
    facts: factsOf(seen),
    seen: digest(sortedJson(rewritten(seen, without))),
    act: plan.act,
    does: "effect" in plan ? plan.effect.kind : verdictOf(plan),
    next: plan.wake,
    ...rewritten(told, without),
  };
}

const claimOf = (plan: SnapshotPlan): DecisionRecord["claim"] =>
  plan.act === "once" ? { kind: "snapshot", id: plan.triggerId, from: undefined } : undefined;

const obstacleOf = (plan: SnapshotPlan): DecisionRecord["obstacle"] =>
  plan.act === "wait" ? plan.obstacle : undefined;

const verdictOf = (plan: SnapshotPlan): string | undefined => (plan.act === "conclude" ? plan.verdict.kind : undefined);

const factsOf = ({ resource: { status }, target, progress }: SnapshotSeen): SnapshotFacts => ({
  state: status.state,
  failures: status.failures,
  job: target.kind === "found" ? target.standing.kind : target.kind,
  progress: progress.kind,
});
