import { seconds } from "../time.ts";
import type { Plan } from "./plan.ts";
import { observation } from "./observation.ts";
import type { Seen } from "./seen.ts";

/** Nothing to do. Looks again soon while something is still coming up, and with the schedule otherwise. */
export function settling(seen: Seen): Plan {
  const observed = observation(seen);
  const wake = observed.settled ? "on schedule" : seconds(5);
  return { act: "wait", because: observed.summary, wake };
}
