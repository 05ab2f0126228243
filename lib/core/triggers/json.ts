/** A JSON object whose fields are not known. */
export type Json = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is undefined counts as absent, as it would on the wire. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => sameJson(value, b[index]));
  if (!isMap(a) || !isMap(b)) return false;
  const isAlike = (key: string): boolean => sameJson(a[key], b[key]);
  return Object.keys(a).every(isAlike) && Object.keys(b).every((key) => Object.hasOwn(a, key) || isAlike(key));
}

/** RFC 7396. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const before = isMap(target) ? target : {};
  const changed = Object.entries(patch).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [[key, merged(before[key], value)] as const],
  );
  const kept = Object.entries(before).filter(([key]) => patch[key] === undefined);
  return Object.fromEntries([...kept, ...changed]);
}

/** The merge patch that makes the second of the first. */
export function patchBetween(from: Json, to: Json): Json {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => !sameJson(from[key], to[key]));
  return Object.fromEntries(
    keys.map((key) => {
      const [before, after] = [from[key], to[key]];
      return [key, isMap(before) && isMap(after) ? patchBetween(before, after) : (after ?? null)];
    }),
  );
}
