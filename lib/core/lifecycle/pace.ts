import { millis, seconds, type Instant } from "../time.ts";
import { waitedFor } from "./deadlines.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

const rarest = seconds(15);

/**
 * The longer something takes, the more rarely it is looked at: it may take for good, and each look costs. A twentieth of what was waited
 * already, and 15 seconds at most: half a second after ten seconds, three seconds after a minute.
 */
export function paced(plan: Plan, seen: Seen, now: Instant): Plan {
  const { act, step, wake } = plan;
  if (act !== "wait" || step === undefined || wake === "on schedule") return plan;
  const rare = Math.min(rarest, waitedFor(seen, step, now) / 20);
  return rare > wake ? { ...plan, wake: millis(Math.round(rare)) } : plan;
}
