import type { StandingDrift } from "../../../api/resources/driftJournal.ts";
import type { Difference } from "../../drift/difference.ts";
import type { Verdict } from "../../drift/driftClass.ts";
import { isSamePlace, placeOf } from "./place.ts";

/**
 * What a process may have read it may have read still, whatever else is edited of the object since: nothing that needs a restart, or puts state at
 * risk, comes to need less by itself.
 */
export function lastingVerdict(
  difference: Difference,
  verdict: Verdict,
  standing: readonly StandingDrift[] = [],
): Verdict {
  const before = standing.find((known) => isSamePlace(known, placeOf(difference)))?.class;
  const isLower = verdict.class === "inPlace" && (before === "restart" || before === "stateAtRisk");
  return isLower ? { class: before, because: "a process may have read it, when it was seen first" } : verdict;
}
