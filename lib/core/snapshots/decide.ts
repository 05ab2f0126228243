import { firstToSpeak, type Decided, type Rules } from "../decisions/firstToSpeak.ts";
import type { SnapshotCircumstances } from "./circumstances.ts";
import { deletion } from "./deletion.ts";
import { existing } from "./existing.ts";
import { finished } from "./finished.ts";
import { invalid } from "./invalid.ts";
import { marking } from "./marking.ts";
import { pending } from "./pending.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";
import { underWay } from "./underWay.ts";

/** The first rule with something to say wins; the order is the policy. */
const policy: Rules<SnapshotSeen, SnapshotCircumstances, SnapshotPlan> = {
  deletion,
  invalid: (seen) => invalid(seen),
  marking: (seen) => marking(seen),
  finished: (seen) => finished(seen),
  existing: (seen) => existing(seen),
  underWay,
};

/** What is to be done about a FlinkStateSnapshot now, by which rule, and which ones before it said nothing. */
export type SnapshotDecision = Decided<SnapshotPlan>;

export const decide = (seen: SnapshotSeen, circumstances: SnapshotCircumstances): SnapshotPlan =>
  decided(seen, circumstances).plan;

export function decided(seen: SnapshotSeen, circumstances: SnapshotCircumstances): SnapshotDecision {
  const found = firstToSpeak(policy, seen, circumstances);
  return found ?? { plan: pending(seen, circumstances), rule: "pending", passed: Object.keys(policy) };
}
