import type { Circumstances } from "../lifecycle/circumstances.ts";
import type { Decision } from "../lifecycle/decide.ts";
import type { Obstacle, Outcome, Plan, WakeAfter } from "../lifecycle/plan.ts";
import type { Seen } from "../lifecycle/seen.ts";
import { hidden } from "../lifecycle/spec/secrets.ts";
import { sortedJson } from "../lifecycle/spec/sortedJson.ts";
import { rfc3339 } from "../time.ts";
import { type Claim, claimOf, doingOf } from "./claimOf.ts";
import { type Facts, factsOf } from "./facts.ts";
import { rewritten, type Rewriting } from "./hiding.ts";
import { masked, secretsIn } from "./masked.ts";

/** SHA-256 of a text, in hexadecimal digits. */
export type Digest = (text: string) => string;

/** What was decided about a resource and what came of it, as plain data and without secrets. */
export interface DecisionRecord {
  /** RFC 3339 */
  readonly at: string;
  readonly resource: {
    readonly spoke: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly generation: number | undefined;
    readonly resourceVersion: string | undefined;
  };
  readonly rule: string;
  /** The rules before it that said nothing. */
  readonly passed: readonly string[];
  readonly gaveWay: string | undefined;
  readonly because: string;
  readonly facts: Facts;
  /** Digest of the whole look but its time and its secrets. */
  readonly seen: string;
  readonly act: Plan["act"];
  /** The kind of its effect, or of its turn. */
  readonly does: string | undefined;
  readonly claim: Claim | undefined;
  readonly obstacle: Obstacle | undefined;
  /** What is waited for. */
  readonly step: string | undefined;
  readonly outcome: Outcome;
  /** Milliseconds until the next look, or that the schedule comes round. */
  readonly next: WakeAfter;
}

export interface Decided {
  readonly spoke: string;
  readonly seen: Seen;
  readonly circumstances: Circumstances;
  readonly decision: Decision;
  /** "nothing" also where it is not known yet. */
  readonly outcome: Outcome;
}

export const decisionRecord = ({ outcome, ...made }: Decided, digest: Digest): DecisionRecord =>
  recordsOf(made).whole(outcome, digest);

/** All of a record but the digest of the look. */
export type BriefRecord = Omit<DecisionRecord, "seen">;

/** The records of one decision, by what has come of it. */
export interface Records {
  readonly brief: (outcome: Outcome) => BriefRecord;
  /** Goes through the whole look. */
  readonly whole: (outcome: Outcome, digest: Digest) => DecisionRecord;
}

/** All that is known before anything has come of it is gone through once. */
export function recordsOf(made: Omit<Decided, "outcome">): Records {
  const { spoke, seen, circumstances, decision } = made;
  const { plan, rule, passed, gaveWay } = decision;
  const without = hidingOf(seen.resource, { seen, defaults: circumstances.defaults });
  const told = { because: plan.because, facts: factsOf(seen), claim: claimOf(plan), obstacle: plan.obstacle };
  const record = {
    at: rfc3339(circumstances.now),
    resource: subjectOf(spoke, seen.resource),
    rule,
    passed,
    gaveWay,
    act: plan.act,
    does: doingOf(plan),
    step: plan.step,
    next: plan.wake,
    ...rewritten(told, without),
  };
  const brief = (outcome: Outcome): BriefRecord => ({ ...record, ...rewritten({ outcome }, without) });
  const { at: _looked, ...look } = seen;
  return {
    brief,
    whole: (outcome, digest) => ({ ...brief(outcome), seen: digest(sortedJson(rewritten(look, without))) }),
  };
}

interface Named {
  readonly kind: string;
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly generation?: number | undefined;
    readonly resourceVersion?: string | undefined;
  };
}

export function subjectOf(spoke: string, { kind, metadata }: Named): DecisionRecord["resource"] {
  const { namespace, name, generation, resourceVersion } = metadata;
  return { spoke, kind, namespace, name, generation, resourceVersion };
}

/** Hides what is secret in all that was looked at. */
export function hidingOf({ metadata: { namespace, name } }: Named, whole: unknown): Rewriting {
  // Names of the resource are told everywhere, whatever else is called by them.
  const secrets = secretsIn(whole).filter((one) => one !== name && one !== namespace);
  return { secret: () => hidden, aside: () => hidden, note: () => hidden, prose: (text) => masked(text, secrets) };
}
