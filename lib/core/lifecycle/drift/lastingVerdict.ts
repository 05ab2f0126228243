import type { StandingDrift } from "../../../api/resources/driftJournal.ts";
import type { Difference } from "../../drift/difference.ts";
import type { Verdict } from "../../drift/driftClass.ts";
import { placeOf } from "./sortedDrift.ts";

/**
 * What a process may have read it may have read still, whatever else is edited of the object since: nothing that needs a restart, or puts state at
 * risk, comes to need less by itself.
 */
export function lastingVerdict(
  difference: Difference,
  verdict: Verdict,
  standing: readonly StandingDrift[] = [],
): Verdict {
  const { object, path } = placeOf(difference);
  const before = standing.find((known) => known.object === object && known.path === path)?.class;
  const isLower = verdict.class === "inPlace" && (before === "restart" || before === "stateAtRisk");
  return isLower ? { class: before, because: "a process may have read it, when it was seen first" } : verdict;
}
