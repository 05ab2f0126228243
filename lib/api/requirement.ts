import type * as z from "zod";

type Found = z.core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

/** What would be right where zod found something wrong, as `must be …`. Messages that a schema brings along win over these. */
export function requirement(found: Found): string | undefined {
  if (found.code === "invalid_type")
    return `must be ${kinds[isWhole(found) ? "int" : found.expected] ?? found.expected}`;
  if (found.code === "invalid_value") return `must be ${choice(found.values.map(String))}`;
  if (found.code === "too_small")
    return `must be ${found.inclusive === false ? "more than" : "at least"} ${size(found, found.minimum)}`;
  if (found.code === "too_big")
    return `must be ${found.inclusive === false ? "less than" : "at most"} ${size(found, found.maximum)}`;
  if (found.code === "unrecognized_keys") return "remove it";
  return undefined;
}

/** Text in place of an integer is told by zod as "expected number". */
function isWhole({ inst }: Found): boolean {
  const format: unknown = inst === undefined ? undefined : Reflect.get(inst._zod.def, "format");
  return typeof format === "string" && format.includes("int");
}

const choice = (values: readonly string[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;

function size(found: Found, bound: unknown): string {
  const of = String(found["origin"]);
  if (of === "string") return `${String(bound)} characters long`;
  return ["array", "object", "record"].includes(of) ? `${String(bound)} entries long` : String(bound);
}
