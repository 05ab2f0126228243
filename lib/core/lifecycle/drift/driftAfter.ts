import type { DriftJournal, DriftRepair, StandingDrift } from "../../../api/resources/driftJournal.ts";
import type { Journal } from "../../../api/resources/journal.ts";
import { type Instant, minutes, parsedInstant, rfc3339, since } from "../../time.ts";
import type { Outcome, Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import type { Drifted } from "./driftView.ts";
import { isSamePlace, placeOf } from "./place.ts";
import { sortedDrift } from "./sortedDrift.ts";

/** Of each of the two lists as JSON: every look reads them. */
const mostCharacters = 4000;
const remembered = minutes(24 * 60);

/** The journal's note of drift after a run: what is left as it is, and what was put right. Nothing where there is nothing to tell. */
export function driftAfter(seen: Seen, plan: Plan, outcome: Outcome, now: Instant): Pick<Journal, "drift"> {
  const before = seen.resource.status.fleet?.drift;
  const { repairs = [] } = plan;
  const standing = isLeftBehind(plan) ? [] : (standingAfter(seen, plan, outcome, now) ?? before?.standing ?? []);
  const after: DriftJournal = {
    standing,
    repairs: repairsAfter(before, outcome.kind === "refused" ? [] : repairs, now),
  };
  return after.standing.length + after.repairs.length === 0 ? {} : { drift: after };
}

/** What was changed of a cluster goes with it. */
const isLeftBehind = (plan: Plan): boolean =>
  plan.act === "turn" && (plan.turn.kind === "stopped" || plan.turn.kind === "suspended");

function standingAfter(
  seen: Seen,
  { repairs = [] }: Plan,
  outcome: Outcome,
  now: Instant,
): StandingDrift[] | undefined {
  const found = sortedDrift(seen, now);
  if (found === undefined) return undefined;
  const before = seen.resource.status.fleet?.drift?.standing ?? [];
  const of = (differences: readonly Drifted[], as: StandingDrift["class"]): readonly StandingDrift[] =>
    differences
      .filter((one) => outcome.kind === "refused" || !repairs.includes(one))
      .map((one) => standing(one, as, before, now));
  return fitting([
    ...of(found.stateAtRisk, "stateAtRisk"),
    ...of(found.fights, "fight"),
    ...of(found.restart, "restart"),
    ...of(found.notOurs, "notOurs"),
  ]);
}

/** The first of them. */
function fitting<T>(entries: readonly T[]): T[] {
  let characters = 0;
  return entries.filter((one) => (characters += JSON.stringify(one).length) <= mostCharacters);
}

function standing(
  one: Drifted,
  as: StandingDrift["class"],
  before: readonly StandingDrift[],
  now: Instant,
): StandingDrift {
  const place = placeOf(one);
  const known = before.find((each) => isSamePlace(each, place));
  return { ...place, class: as, ...byOf(one), since: known?.since ?? rfc3339(now) };
}

const byOf = ({ by }: Drifted): Pick<StandingDrift, "by"> => (by === undefined ? {} : { by: by.manager });

/** Old ones are forgotten when there are new ones: time alone writes no status. */
function repairsAfter(before: DriftJournal | undefined, repairs: readonly Drifted[], now: Instant): DriftRepair[] {
  if (repairs.length === 0) return before?.repairs ?? [];
  const recent = (before?.repairs ?? []).filter(({ at }) => since(parsedInstant(at), now) <= remembered);
  return fitting([...recent, ...entries(repairs, rfc3339(now))].toReversed()).toReversed();
}

/** One for each object: of several fields at once the object stands for all, so that the newest rounds have their place. */
function entries(repairs: readonly Drifted[], at: string): readonly DriftRepair[] {
  const byObject = Map.groupBy(repairs, (one) => placeOf(one).object);
  return [...byObject.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const { object, path } = placeOf(first);
    return [{ object, path: of.length === 1 ? path : "", ...byOf(first), at }];
  });
}
