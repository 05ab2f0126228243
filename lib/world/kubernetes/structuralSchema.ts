import { isObject, type JsonObject, listAt, objectAt, textAt } from "../simulation/json.ts";
import type { FieldError } from "./apiError.ts";

/** What an API server does with the OpenAPI schema of a CustomResourceDefinition. CEL rules are left to real ones. */
export interface Conformed {
  /** The value without the fields that the schema does not know. */
  readonly value: unknown;
  readonly errors: readonly FieldError[];
  /** Paths of the fields that were left out. */
  readonly unknown: readonly string[];
}

export function conformed(schema: JsonObject, value: unknown, at = ""): Conformed {
  const error = typeError(schema, value, at) ?? limitError(schema, value, at);
  if (error !== undefined) return { value, errors: [error], unknown: [] };
  if (Array.isArray(value)) return conformedList(schema, value, at);
  return isObject(value) ? conformedObject(schema, value, at) : { value, errors: [], unknown: [] };
}

function conformedList(schema: JsonObject, list: readonly unknown[], at: string): Conformed {
  const items = list.map((item, i) => conformed(objectAt(schema, "items"), item, `${at}[${i}]`));
  return {
    value: items.map((item) => item.value),
    errors: items.flatMap((item) => item.errors),
    unknown: items.flatMap((item) => item.unknown),
  };
}

function conformedObject(schema: JsonObject, object: JsonObject, at: string): Conformed {
  const known = objectAt(schema, "properties");
  const keepsUnknown = schema["x-kubernetes-preserve-unknown-fields"] === true || schema["type"] === undefined;
  const errors = missingFields(schema, object, at);
  const unknown: string[] = [];
  const value: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(object)) {
    const path = at === "" ? field : `${at}.${field}`;
    const itsSchema = field in known ? objectAt(known, field) : schema["additionalProperties"];
    if (isObject(itsSchema)) {
      const result = conformed(itsSchema, inner, path);
      value[field] = result.value;
      errors.push(...result.errors);
      unknown.push(...result.unknown);
    } else if (keepsUnknown) value[field] = inner;
    else unknown.push(path);
  }
  return { value, errors, unknown };
}

function missingFields(schema: JsonObject, object: JsonObject, at: string): FieldError[] {
  const missing = listAt(schema, "required").filter((field) => !(String(field) in object));
  return missing.map((field) => ({
    field: [at, String(field)].filter(Boolean).join("."),
    reason: "FieldValueRequired",
    message: "Required value",
  }));
}

function typeError(schema: JsonObject, value: unknown, field: string): FieldError | undefined {
  const wanted = textAt(schema, "type");
  const actual = typeOf(value);
  const either = schema["x-kubernetes-int-or-string"] === true && (actual === "integer" || actual === "string");
  if (wanted === undefined || wanted === actual || either) return undefined;
  if (wanted === "number" && actual === "integer") return undefined;
  const message = `Invalid value: "${actual}": ${field} in body must be of type ${wanted}: "${actual}"`;
  return { field, reason: "FieldValueTypeInvalid", message };
}

function limitError(schema: JsonObject, value: unknown, field: string): FieldError | undefined {
  const values = listAt(schema, "enum");
  if (values.length > 0 && !values.includes(value)) {
    const supported = values.map((each) => JSON.stringify(each)).join(", ");
    const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
    return { field, reason: "FieldValueNotSupported", message };
  }
  const longest = schema["maxLength"];
  if (typeof value !== "string" || typeof longest !== "number" || value.length <= longest) return undefined;
  return { field, reason: "FieldValueTooLong", message: `Too long: may not be more than ${longest} bytes` };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return Number.isInteger(value) ? "integer" : typeof value;
}
