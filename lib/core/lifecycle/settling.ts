import { instant, minutes, seconds, since } from "../time.ts";
import { observation } from "./observation/observation.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

/** After this long what has not come up is broken rather than slow, and the schedule looks often enough. */
const patience = minutes(5);

/** Nothing to do. Looks again soon while something is still coming up after a deployment, and with the schedule otherwise. */
export function settling(seen: Seen): Plan {
  const { settled, summary, unreachable } = observation(seen);
  const deployedAt = instant(seen.resource.status.reconciliationStatus?.reconciliationTimestamp ?? 0);
  if (settled) return { act: "wait", because: summary, wake: "on schedule" };
  const soon = since(deployedAt, seen.at) < patience;
  // It may well run: that nobody can look makes it no less ready.
  const step = unreachable === undefined ? "readiness" : "reachability";
  return { act: "wait", because: summary, step, wake: soon ? seconds(2) : "on schedule" };
}
