import { placeOf } from "./sortedDrift.ts";
import type { Drifted } from "./driftView.ts";

const most = 3;

/** `Deployment/clicks /spec/replicas (kubectl-scale)`: without values and times, so that it stays the same from look to look. */
export function placeText(one: Drifted): string {
  const { object, path } = placeOf(one);
  return `${[object, path].filter(Boolean).join(" ")}${one.by === undefined ? "" : ` (${one.by.manager})`}`;
}

/** The first few of them. */
export function placesText(differences: readonly Drifted[]): string {
  const rest = differences.length - most;
  const shown = differences.slice(0, most).map(placeText);
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** The first few of them, with values. */
export function differencesText(differences: readonly Drifted[]): string {
  const rest = differences.length - most;
  const shown = differences.slice(0, most).map(differenceText);
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}

/** With what is there, and what should be. Secrets are hidden in both already. */
function differenceText(one: Drifted): string {
  const { wanted, found } = one;
  if (one.path === "") return `${placeText(one)} is gone`;
  if (found === undefined) return `${placeText(one)} is gone, and should be ${wanted}`;
  return `${placeText(one)} is ${found}, ${wanted === undefined ? "and should not be there" : `and should be ${wanted}`}`;
}
