import { isMap, type Json } from "./json.ts";

/**
 * The merge patch that gives options of `spec.flinkConfiguration` these values, however they are spelled there: flat, nested, or both. An
 * option is left in one place alone; null takes it out.
 */
export function configurationPatch(present: Json, options: Json): Json {
  return Object.entries(options).reduce<Json>((patch, [option, value]) => {
    const [first = [option], ...others] = placesOf(present, option);
    const removed = others.reduce<Json>((so, place) => withAt(so, place, null), patch);
    return value === null && placesOf(present, option).length === 0 ? removed : withAt(removed, first, value);
  }, {});
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
