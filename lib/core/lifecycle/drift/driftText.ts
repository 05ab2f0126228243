import type { Drifted } from "./driftView.ts";
import { type Place, placeOf } from "./place.ts";

interface Told extends Place {
  /** The field manager that has set it. */
  readonly by?: string | undefined;
}

/** `Deployment/clicks /spec/replicas (kubectl-scale)`: without values and times, so that it stays the same from look to look. */
const placeText = ({ object, path, by }: Told): string =>
  `${path === "" ? object : `${object} ${path}`}${by === undefined ? "" : ` (${by})`}`;

/** The first few of them. */
export const placesText = (places: readonly Told[]): string => firstOf(places.map(placeText), ", ");

/** The first few of them, with values. */
export const differencesText = (differences: readonly Drifted[]): string =>
  firstOf(differences.map(differenceText), "; ");

export const toldOf = (one: Drifted): Told => ({ ...placeOf(one), by: one.by?.manager });

const most = 3;

function firstOf(texts: readonly string[], between: string): string {
  const rest = texts.length - most;
  return [...texts.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join(between);
}

/** With what is there, and what should be. Secrets are hidden in both already. */
function differenceText(one: Drifted): string {
  const { wanted, found } = one;
  const place = placeText(toldOf(one));
  if (one.path === "") return `${place} is gone`;
  if (found === undefined) return `${place} is gone, and should be ${wanted}`;
  return `${place} is ${found}, ${wanted === undefined ? "and should not be there" : `and should be ${wanted}`}`;
}
