/**
 * Compact JSON whose keys are sorted, at every depth. The API server hands out free-form parts of a resource sorted by key,
 * and whoever reads them there and writes them back unsorted writes another string.
 */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return value.length < long ? listJson(value) : longListJson(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields: string[] = [];
  for (const name of Object.keys(value).toSorted()) {
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (inner !== undefined) fields.push(`${JSON.stringify(name)}:${sortedJson(inner)}`);
  }
  return `{${fields.join(",")}}`;
}

const listJson = (list: readonly unknown[]): string => `[${list.map(sortedJson).join(",")}]`;

const long = 20;
const known = new WeakMap<readonly unknown[], string>();

/** The jobs of a session cluster are in the look of each of them. */
function longListJson(list: readonly unknown[]): string {
  const json = known.get(list) ?? listJson(list);
  known.set(list, json);
  return json;
}
