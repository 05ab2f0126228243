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

/** What to do about a FlinkStateSnapshot now. The first rule with something to say wins; the order below is the policy. */
export function decide(seen: SnapshotSeen, circumstances: SnapshotCircumstances): SnapshotPlan {
  return (
    deletion(seen, circumstances) ??
    invalid(seen) ??
    marking(seen) ??
    finished(seen) ??
    existing(seen) ??
    underWay(seen, circumstances) ??
    pending(seen, circumstances)
  );
}
