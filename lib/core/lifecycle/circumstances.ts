import type { RepairRules } from "../../api/fleet/repair.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import type { JobId, TriggerId } from "../flink.ts";
import type { Instant } from "../time.ts";

/** What a decision needs besides what was seen: time and randomness are passed in, and the defaults of the fleet. */
export interface Circumstances {
  readonly now: Instant;
  readonly fresh: { readonly jobId: JobId; readonly deploymentId: string; readonly triggerId: TriggerId };
  readonly defaults: OperatorDefaults;
  /** What the cluster says of hand edits that need a restart, where that is not what the fleet says. */
  readonly repair?: RepairRules | undefined;
  /** When whatever carries the decision out ends; absent: not before it is done. */
  readonly until?: Instant | undefined;
}
