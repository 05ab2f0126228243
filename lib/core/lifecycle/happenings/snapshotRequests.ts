import { infoOf, pendingIn } from "../../snapshots/legacy/info.ts";
import { legacyError } from "../../snapshots/legacy/legacyError.ts";
import { nonceOf } from "../../snapshots/legacy/nonceOf.ts";
import type { Happening } from "../events/happening.ts";
import { refusedTrigger, triggerOf } from "../snapshots/afterTrigger.ts";
import type { Told } from "./told.ts";

/** Requests for snapshots in status that Flink has refused, or that went with their job. */
export function snapshotRequests(told: Told): readonly Happening[] {
  const { seen, plan, outcome, defaults } = told;
  const trigger = triggerOf(plan);
  if (trigger === undefined) return lost(told);
  return outcome.kind === "refused" ? refusedTrigger(seen, trigger, outcome.because, defaults) : [];
}

/** A nonce asks again once the next job runs. */
function lost({ seen: { resource }, plan }: Told): readonly Happening[] {
  if (plan.act !== "turn" || plan.turn.kind !== "stopped") return [];
  return (["SAVEPOINT", "CHECKPOINT"] as const).flatMap((type) => {
    const pending = pendingIn(infoOf(resource.status.jobStatus, type));
    if (pending === undefined) return [];
    return [legacyError(type, pending.trigger, nonceOf(resource, type), "the job was stopped before it was complete")];
  });
}
