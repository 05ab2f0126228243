/**
 * Compact JSON whose keys are sorted, at every depth. The API server hands out free-form parts of a resource sorted by key,
 * and whoever reads them there and writes them back unsorted writes another string.
 */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields: string[] = [];
  for (const name of Object.keys(value).toSorted()) {
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (inner !== undefined) fields.push(`${JSON.stringify(name)}:${sortedJson(inner)}`);
  }
  return `{${fields.join(",")}}`;
}
