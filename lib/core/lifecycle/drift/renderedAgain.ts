import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { WantedCluster } from "../../configuration/wantedCluster.ts";
import { type Problems, type WantedObjects, wantedObjects } from "../../objects/wantedObjects.ts";

/** As many as one pass looks at. */
const most = 500;

const known = new WeakMap<OperatorDefaults, Map<string, WantedObjects | Problems>>();

/** `wantedObjects` of what runs: every look asks for the same, until something else is deployed. */
export function renderedAgain(wanted: WantedCluster): WantedObjects | Problems {
  const { defaults, ...rest } = wanted;
  const ofFleet = known.get(defaults) ?? new Map<string, WantedObjects | Problems>();
  known.set(defaults, ofFleet);
  const key = JSON.stringify(rest);
  const made = ofFleet.get(key) ?? wantedObjects(wanted);
  // The one that was asked for last is kept longest.
  ofFleet.delete(key);
  ofFleet.set(key, made);
  const [oldest] = ofFleet.keys();
  if (ofFleet.size > most && oldest !== undefined) ofFleet.delete(oldest);
  return made;
}
