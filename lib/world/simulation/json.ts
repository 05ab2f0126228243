/** A JSON object whose fields are not known. */
export type JsonObject = { readonly [field: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at a field, empty when there is none. */
export function objectAt(parent: unknown, field: string): JsonObject {
  const value = isObject(parent) ? parent[field] : undefined;
  return isObject(value) ? value : {};
}

/** The list at a field, empty when there is none. */
export function listAt(parent: unknown, field: string): readonly unknown[] {
  const value = isObject(parent) ? parent[field] : undefined;
  return Array.isArray(value) ? value : [];
}

export function textAt(parent: unknown, field: string): string | undefined {
  const value = isObject(parent) ? parent[field] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Deep equality of JSON values; a field that is undefined counts as absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const isAlike = (field: string): boolean => sameJson(a[field], b[field]);
  return Object.keys(a).every(isAlike) && Object.keys(b).every((field) => Object.hasOwn(a, field) || isAlike(field));
}

/** Nothing in them will ever change. */
const frozen = new WeakSet<object>();

/** What a JSON round trip would give: our own copy, without fields that are undefined. What is frozen is nobody's to change, and shared. */
export function copyJson<T>(value: T): T {
  if (typeof value !== "object" || value === null || frozen.has(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyJson(item)) as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([field, item]) => [field, copyJson(item)])) as T;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || frozen.has(value)) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  frozen.add(value);
  return Object.freeze(value);
}

/** The object without the fields that are undefined. */
export function compact(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
