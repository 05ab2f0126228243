import type { SnapshotIntent } from "../../api/resources/snapshotJournal.ts";
import type { TriggerId } from "../flink.ts";
import type { Happening } from "../lifecycle/events/happening.ts";
import type { Obstacle, WakeAfter } from "../lifecycle/plan.ts";
import type { Address } from "./seen.ts";
import type { Trigger } from "./trigger.ts";

/** Effects that do no harm when they are carried out twice. */
export type RepeatableEffect =
  /** Brings finalizer and labels of the resource up to date. */
  | { readonly kind: "mark"; readonly finalizers: readonly string[]; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "release" }
  /** Has the files deleted, and lets the resource go. */
  | { readonly kind: "dispose"; readonly at: Address; readonly path: string }
  /** Flink takes one snapshot however often it is given one trigger id. */
  | Trigger;

/** How an attempt came out; a change of status alone. */
export type Verdict =
  | { readonly kind: "completed"; readonly path: string | undefined }
  | { readonly kind: "failed"; readonly because: string }
  | { readonly kind: "abandoned"; readonly because: string };

/** One decision, as plain data. A request that Flink would carry out twice cannot be planned without the intent that announces it. */
export type SnapshotPlan = {
  readonly because: string;
  readonly wake: WakeAfter;
  /** Events that go with it. */
  readonly tell?: readonly Happening[];
} & (
  | {
      readonly act: "wait";
      readonly obstacle?: Obstacle;
      /** The time of waiting is counted from the first look that says so. */
      readonly waitsForJob?: boolean;
      /** Nobody could look: what was asked for may have come to its end. */
      readonly isBlind?: boolean;
    }
  | { readonly act: "again"; readonly effect: RepeatableEffect }
  | { readonly act: "conclude"; readonly verdict: Verdict }
  | {
      readonly act: "once";
      readonly intent: SnapshotIntent;
      /** `undefined` before Flink 1.15, which gives ids of its own. */
      readonly triggerId: TriggerId | undefined;
      readonly effect: Trigger;
    }
);

/** What came of the effect. */
export type SnapshotOutcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "done" }
  /** The id to ask Flink with. */
  | { readonly kind: "triggered"; readonly triggerId: TriggerId }
  /** Refused by Flink or for want of rights: the same request would be refused again. */
  | { readonly kind: "refused"; readonly because: string };
