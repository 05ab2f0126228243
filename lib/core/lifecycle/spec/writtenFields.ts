import { javaDouble } from "./javaDouble.ts";
import { sortedJson } from "./sortedJson.ts";
import type { FieldKind, Fields } from "./recordedFields.ts";

/** Compact JSON with every field of the table in its order; what is absent is written as `null`, as Jackson does. */
export function writtenFields(fields: Fields, value: Readonly<Record<string, unknown>>): string {
  return `{${fields.map(([name, kind]) => `${JSON.stringify(name)}:${written(kind, value[name])}`).join(",")}}`;
}

function written(kind: FieldKind, value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (kind === "decimal") return javaDouble(Number(value));
  if (kind === "requirements") return sortedJson(quantitiesAsText(value));
  if (typeof kind === "object" && "fields" in kind) return writtenFields(kind.fields, { ...value });
  return sortedJson(value);
}

function quantitiesAsText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(quantitiesAsText);
  if (typeof value !== "object" || value === null) return typeof value === "number" ? String(value) : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, quantitiesAsText(inner)]));
}
