import type { PlannedChange } from "../../api/plan.ts";
import { shownValue } from "../drift/shownValue.ts";
import { sortedJson } from "../lifecycle/spec/sortedJson.ts";
import { isJson } from "../objects/json.ts";
import { sameJson } from "../triggers/json.ts";

/** Every field that differs, by its place; lists are one value each. */
export function fieldChanges(before: unknown, after: unknown, path = ""): readonly PlannedChange[] {
  if (sameJson(before ?? {}, after ?? {})) return [];
  const [was, becomes] = [before ?? {}, after ?? {}];
  if (!isJson(was) || !isJson(becomes)) return [changeAt(path, before, after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(becomes)])].toSorted();
  return fields.flatMap((field) => fieldChanges(was[field], becomes[field], `${path}/${field}`));
}

function changeAt(path: string, before: unknown, after: unknown): PlannedChange {
  const [from, to] = [shownValue(path, before), shownValue(path, after)];
  return { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A short digest of every field: two that are alike have the same. */
export function fieldDigests(value: unknown, digest: (text: string) => string): Readonly<Record<string, string>> {
  const at = (inner: unknown, path: string): readonly (readonly [string, string])[] =>
    isJson(inner)
      ? Object.entries(inner).flatMap(([field, deeper]) => at(deeper, `${path}/${field}`))
      : [[path, digest(sortedJson(inner)).slice(0, 12)] as const];
  return Object.fromEntries(at(value, "").toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
