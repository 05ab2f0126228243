import type { TriggerId } from "../flink.ts";
import type { Instant } from "../time.ts";

/** What a decision needs besides what was seen. */
export interface SnapshotCircumstances {
  readonly now: Instant;
  readonly fresh: { readonly triggerId: TriggerId };
}
