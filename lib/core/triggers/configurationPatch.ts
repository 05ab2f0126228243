import { flattened } from "../configuration/flinkConfiguration.ts";
import { isMap, type Json } from "./json.ts";

/**
 * The merge patch that gives options of `spec.flinkConfiguration` these values, however they are spelled there: flat, nested, or both. An
 * option is left in one place alone; null takes it out.
 */
export function configurationPatch(present: Json, options: Json): Json {
  return Object.entries(options).reduce<Json>((patch, [option, value]) => {
    const [first, ...others] = placesOf(present, option);
    const single = others.reduce<Json>((so, place) => withAt(so, place, null), patch);
    if (first !== undefined) return withAt(single, first, value);
    return value === null ? single : { ...single, ...besides(present, option), [option]: value };
  }, {});
}

/** Where a map stands under the very name of the option, what is in it is written out. */
function besides(present: Json, option: string): Json {
  if (!isMap(present[option])) return {};
  return Object.fromEntries(Object.entries(flattened(present)).filter(([key]) => key.startsWith(`${option}.`)));
}

type Place = readonly string[];

/** Keys from the top. A map is no value: `state.backend` is another option than `state.backend.type`. */
function placesOf(node: Json, option: string): readonly Place[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === option) return isMap(value) ? [] : [[key]];
    if (!option.startsWith(`${key}.`) || !isMap(value)) return [];
    return placesOf(value, option.slice(key.length + 1)).map((place) => [key, ...place]);
  });
}

function withAt(patch: Json, [key = "", ...rest]: Place, value: unknown): Json {
  if (rest.length === 0) return { ...patch, [key]: value };
  const inner = patch[key];
  return { ...patch, [key]: withAt(isMap(inner) ? inner : {}, rest, value) };
}
