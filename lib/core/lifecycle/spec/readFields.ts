import type { FieldKind, Fields } from "./recordedFields.ts";

export type ReadFields =
  | { readonly kind: "read"; readonly value: Readonly<Record<string, unknown>> }
  /** For example: `job.parallelism holds "two", not a whole number`. */
  | { readonly kind: "unreadable"; readonly because: string };

/**
 * Picks the fields of the table out of what was recorded. `null` is read as absent, defaults are filled in, and fields that
 * the table does not know (of a newer writer) are left out.
 */
export function readFields(fields: Fields, recorded: Readonly<Record<string, unknown>>): ReadFields {
  const value: Record<string, unknown> = {};
  for (const [name, kind, whenAbsent] of fields) {
    const found = recorded[name] ?? whenAbsent;
    if (found === undefined) continue;
    const read = readField(kind, found);
    if (read.kind === "unreadable") return { kind: "unreadable", because: `${name}${read.because}` };
    value[name] = read.value;
  }
  return { kind: "read", value };
}

type ReadField =
  | { readonly kind: "read"; readonly value: unknown }
  | { readonly kind: "unreadable"; readonly because: string };

function readField(kind: FieldKind, found: unknown): ReadField {
  if (typeof kind === "object" && "fields" in kind && isObject(found)) {
    const read = readFields(kind.fields, found);
    return read.kind === "unreadable" ? { kind: "unreadable", because: `.${read.because}` } : read;
  }
  if (holds(kind, found)) return { kind: "read", value: found };
  return { kind: "unreadable", because: ` holds ${JSON.stringify(found)}, not ${expected(kind)}` };
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const checks = {
  text: (found: unknown) => typeof found === "string",
  whole: (found: unknown) => Number.isInteger(found),
  decimal: (found: unknown) => typeof found === "number",
  flag: (found: unknown) => typeof found === "boolean",
  list: (found: unknown) => Array.isArray(found),
  map: isObject,
  requirements: isObject,
} as const;

const names = {
  text: "text",
  whole: "a whole number",
  decimal: "a number",
  flag: "true or false",
  list: "a list",
  map: "an object",
  requirements: "an object",
} as const;

function holds(kind: FieldKind, found: unknown): boolean {
  if (typeof kind === "string") return checks[kind](found);
  return "oneOf" in kind && kind.oneOf.some((allowed) => allowed === found);
}

function expected(kind: FieldKind): string {
  if (typeof kind === "string") return names[kind];
  return "oneOf" in kind ? `one of ${kind.oneOf.join(", ")}` : names.map;
}
