import { isJson, type Json } from "./json.ts";

/**
 * A common pod template overlaid by that of a role: maps field by field, lists element by element at the same index, or by the elements'
 * names where that is asked for and every element has one.
 */
export function mergedTemplate(common: Json, special: Json, byName: boolean): Json {
  return {
    ...common,
    ...Object.fromEntries(Object.entries(special).map(([key, node]) => [key, merged(common[key], node, byName)])),
  };
}

function merged(below: unknown, above: unknown, byName: boolean): unknown {
  if (isJson(below) && isJson(above)) return mergedTemplate(below, above, byName);
  if (!Array.isArray(below) || !Array.isArray(above)) return above;
  return byName && [...below, ...above].every(isNamed)
    ? mergedByName(below, above)
    : mergedByIndex(below, above, byName);
}

function mergedByIndex(below: readonly unknown[], above: readonly unknown[], byName: boolean): readonly unknown[] {
  return [...above.map((node, at) => merged(below[at], node, byName)), ...below.slice(above.length)];
}

interface Named extends Json {
  readonly name: string;
}

const isNamed = (node: unknown): node is Named => isJson(node) && typeof node["name"] === "string";

/** Elements of one name become one, at the place of the first; new names come last. */
function mergedByName(below: readonly Named[], above: readonly Named[]): readonly Json[] {
  const known = new Set(below.map(({ name }) => name));
  return [
    ...below.map((node) => {
      const special = above.find(({ name }) => name === node.name);
      return special === undefined ? node : mergedTemplate(node, special, true);
    }),
    ...above.filter(({ name }) => !known.has(name)),
  ];
}
