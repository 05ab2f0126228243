import type { StandingDrift } from "../../../api/resources/driftJournal.ts";
import { differencesText } from "../drift/driftText.ts";
import { isSamePlace, placeOf } from "../drift/place.ts";
import { repairsText } from "../drift/repairRules.ts";
import type { Drifted } from "../drift/driftView.ts";
import type { Happening } from "../events/happening.ts";
import { normal, type Told, warning } from "./told.ts";

/** What others have changed: put right, refused, or newly seen and left as it is. */
export function driftChanges(told: Told): readonly Happening[] {
  return [...repaired(told), ...found(told)];
}

function repaired({ plan, outcome }: Told): readonly Happening[] {
  if (plan.act !== "again" || plan.effect.kind !== "repairDrift" || outcome.kind !== "done") return [];
  return [normal("Operator", "DriftRepaired", `Put right: ${differencesText(plan.effect.differences)}`)];
}

function found({ seen, after, repairs }: Told): readonly Happening[] {
  if (seen.drift.kind !== "looked") return [];
  const before = seen.resource.status.fleet?.drift?.standing ?? [];
  const { differences } = seen.drift;
  const added = (after.fleet?.drift?.standing ?? []).filter((one) => !before.some((known) => isSamePlace(known, one)));
  return classes.flatMap((kind) => {
    const these = added.filter((one) => one.class === kind);
    const ofClass = differences.filter((each) => these.some((one) => isSamePlace(placeOf(each), one)));
    const [first] = ofClass;
    return first === undefined ? [] : [happeningOf(kind, ofClass, first.because, repairsText(repairs))];
  });
}

const classes = ["stateAtRisk", "fight", "restart", "notOurs"] as const satisfies readonly StandingDrift["class"][];

function happeningOf(
  kind: StandingDrift["class"],
  differences: readonly Drifted[],
  because: string,
  next: string,
): Happening {
  const what = differencesText(differences);
  switch (kind) {
    case "notOurs":
      return normal("Operator", "DriftLeft", `Left as it is, since ${because}: ${what}`);
    case "fight":
      return warning("Operator", "DriftContested", `Put right three times, and left as it is for a while: ${what}`);
    case "restart":
      return warning("Operator", "Drift", `${what}. ${because}; ${next}`);
    case "stateAtRisk":
      return warning(
        "Operator",
        "DriftStateAtRisk",
        `The state of the job is at risk: ${what}. ${because}; ${next}, with a savepoint`,
      );
  }
}
