import { isObject, type JsonObject, objectAt } from "../simulation/json.ts";
import { applyMergeKey, isAtomic, isSet, keyOfItem, type Step } from "./mergeKeys.ts";

/** The place of one value in an object, as JSON of its steps: field names, and `[key]` for the items of keyed lists. */
export type FieldPath = string;

/** Which lists of an object are merged by key. */
export interface Schema {
  readonly kind: string;
  readonly custom: boolean;
}

/** Identity is nobody's to own. */
const identity = new Set(["apiVersion", "kind", "metadata", "status"]);
const ownedMetadata = new Set(["labels", "annotations", "ownerReferences", "finalizers"]);

/** Every value that an object sets, each under the path by which it is owned. */
export function fieldsOf(schema: Schema, object: JsonObject): ReadonlyMap<FieldPath, unknown> {
  const into = { schema, fields: new Map<FieldPath, unknown>() };
  for (const [field, value] of Object.entries(objectAt(object, "metadata")))
    if (ownedMetadata.has(field)) collect(into, ["metadata", field], ["metadata", field], value);
  for (const [field, value] of Object.entries(object)) if (!identity.has(field)) collect(into, [field], [field], value);
  return into.fields;
}

interface Collecting {
  readonly schema: Schema;
  readonly fields: Map<FieldPath, unknown>;
}

/** `place` is where we are with list keys, `path` the same with field names alone, for the table of merge keys. */
function collect(into: Collecting, place: readonly Step[], path: readonly string[], value: unknown): void {
  const keys = applyMergeKey(into.schema.kind, path, into.schema.custom);
  if (Array.isArray(value) && (keys !== undefined || isSet(path)))
    for (const item of value) collectItem(into, [...place, itemStep(keys, item)], path, item);
  else if (isObject(value) && Object.keys(value).length > 0 && !isAtomic(path, into.schema.custom))
    collectFields(into, place, path, value);
  else into.fields.set(JSON.stringify(place), value);
}

function collectItem(into: Collecting, place: readonly Step[], path: readonly string[], item: unknown): void {
  const isWhole = !isObject(item) || isAtomic(path, into.schema.custom);
  into.fields.set(JSON.stringify(place), isWhole ? item : itemItself);
  if (!isWhole) collectFields(into, place, path, item);
}

function collectFields(into: Collecting, place: readonly Step[], path: readonly string[], value: JsonObject): void {
  for (const [field, inner] of Object.entries(value)) collect(into, [...place, field], [...path, field], inner);
}

/** Owning an item of a keyed list is owning that it is there, not what else is in it. */
const itemItself = "item";

const itemStep = (keys: readonly string[] | undefined, item: unknown): Step =>
  `[${keys === undefined ? JSON.stringify(item) : keyOfItem(keys, item)}]`;

/** The live object with what is applied laid over it. */
export function overlay(schema: Schema, live: unknown, applied: unknown, path: readonly string[] = []): unknown {
  if (isObject(applied) && isObject(live)) {
    if (isAtomic(path, schema.custom)) return applied;
    const result: Record<string, unknown> = { ...live };
    for (const [field, value] of Object.entries(applied))
      result[field] = overlay(schema, live[field], value, [...path, field]);
    return result;
  }
  return Array.isArray(applied) && Array.isArray(live) ? overlayList(schema, live, applied, path) : applied;
}

function overlayList(schema: Schema, live: readonly unknown[], applied: readonly unknown[], path: readonly string[]) {
  if (isSet(path)) return [...new Set([...live, ...applied])];
  const keys = applyMergeKey(schema.kind, path, schema.custom);
  if (keys === undefined) return applied;
  const items = new Map(live.map((item) => [keyOfItem(keys, item), item]));
  for (const item of applied) {
    const key = keyOfItem(keys, item);
    items.set(key, overlay(schema, items.get(key), item, path));
  }
  return [...items.values()];
}

/** The object without one field; what is empty because of that goes as well. */
export function withoutField(schema: Schema, value: unknown, field: FieldPath): unknown {
  return without(schema, value, JSON.parse(field) as readonly Step[], []) ?? {};
}

function without(schema: Schema, value: unknown, steps: readonly Step[], path: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  if (Array.isArray(value)) {
    const keys = applyMergeKey(schema.kind, path, schema.custom);
    const items = value.flatMap((item: unknown) => {
      if (itemStep(keys, item) !== step) return [item];
      const left = without(schema, item, rest, path);
      return left === undefined ? [] : [left];
    });
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value) || !(step in value)) return value;
  const { [step]: inner, ...others } = value;
  const left = without(schema, inner, rest, [...path, step]);
  if (left !== undefined) return { ...others, [step]: left };
  return Object.keys(others).length === 0 ? undefined : others;
}
