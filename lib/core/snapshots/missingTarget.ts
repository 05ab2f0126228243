import { stateSnapshotInvalidity } from "../lifecycle/validation/stateSnapshotInvalidity.ts";
import type { Instant } from "../time.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";
import { waiting } from "./waiting.ts";

/** The resource that is named may be applied a moment later than the snapshot. */
export function missingTarget(seen: SnapshotSeen, now: Instant): SnapshotPlan {
  const { metadata, spec } = seen.resource;
  const problem = stateSnapshotInvalidity({ metadata, spec, status: { state: "TRIGGER_PENDING" }, target: "missing" });
  const because = problem?.message ?? "the job was not found";
  return waiting(seen, now, { because, isSeen: true, obstacle: { reason: "ValidationError", message: because } });
}
