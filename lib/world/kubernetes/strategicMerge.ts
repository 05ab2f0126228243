import { compact, isObject, type JsonObject } from "../simulation/json.ts";
import { isSet, keyOfItem, strategicMergeKey } from "./mergeKeys.ts";

const directive = "$patch";
const retainKeys = "$retainKeys";
const deletePrimitives = "$deleteFromPrimitiveList/";
const setElementOrder = "$setElementOrder/";

/**
 * A strategic merge patch as `kubectl apply` and `kubectl edit` send it for built-in kinds. The order of lists follows
 * the live object; `$setElementOrder` is taken as read.
 */
export function strategicMerge(kind: string, original: JsonObject, patch: JsonObject): JsonObject {
  return mergeMaps({ kind, path: [] }, original, patch);
}

interface At {
  readonly kind: string;
  readonly path: readonly string[];
}

function mergeMaps(at: At, original: JsonObject, patch: JsonObject): JsonObject {
  if (patch[directive] === "replace") return withoutDirectives(patch);
  const retained = patch[retainKeys];
  const kept = Object.entries(original).filter(([field]) => !Array.isArray(retained) || retained.includes(field));
  const result: Record<string, unknown> = Object.fromEntries(kept);
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith(deletePrimitives)) removePrimitives(result, field.slice(deletePrimitives.length), value);
    else if (!isDirective(field))
      result[field] = mergeField({ ...at, path: [...at.path, field] }, result[field], value);
  }
  return compact(result);
}

const isDirective = (field: string): boolean =>
  field === directive || field === retainKeys || field.startsWith(setElementOrder);

/** `undefined`: the field goes. */
function mergeField(at: At, original: unknown, patch: unknown): unknown {
  if (patch === null) return undefined;
  if (isObject(patch)) {
    if (patch[directive] === "delete") return undefined;
    return mergeMaps(at, isObject(original) ? original : {}, patch);
  }
  if (!Array.isArray(patch)) return patch;
  const existing: readonly unknown[] = Array.isArray(original) ? original : [];
  if (isSet(at.path)) return [...new Set([...existing, ...(patch as readonly unknown[])])];
  const keys = strategicMergeKey(at.kind, at.path);
  return keys === undefined ? (patch as unknown) : mergeKeyedList({ ...at, keys }, existing, patch);
}

function mergeKeyedList(
  at: At & { readonly keys: readonly string[] },
  original: readonly unknown[],
  patch: readonly unknown[],
): readonly unknown[] {
  const items = patch.filter(isObject);
  if (items.some((item) => item[directive] === "replace" && Object.keys(item).length === 1))
    return items.filter((item) => item[directive] === undefined);
  const result = new Map(original.map((item) => [keyOfItem(at.keys, item), item]));
  for (const item of items) {
    const key = keyOfItem(at.keys, item);
    const live = result.get(key);
    if (item[directive] === "delete") result.delete(key);
    else result.set(key, mergeMaps(at, isObject(live) ? live : {}, item));
  }
  return [...result.values()];
}

function removePrimitives(result: Record<string, unknown>, field: string, values: unknown): void {
  const list = result[field];
  if (Array.isArray(list) && Array.isArray(values)) result[field] = list.filter((item) => !values.includes(item));
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => field !== directive));
}
