import * as z from "zod";

/** The part of OpenAPI v3 that a CustomResourceDefinition may use (a "structural schema"). */
export interface StructuralSchema {
  description?: string;
  type?: string;
  format?: string;
  enum?: readonly unknown[];
  properties?: Record<string, StructuralSchema>;
  additionalProperties?: StructuralSchema;
  items?: StructuralSchema;
  required?: readonly string[];
  maxLength?: number;
  "x-kubernetes-validations"?: unknown[];
  [extension: `x-kubernetes-${string}`]: unknown;
}

type Json = z.core.JSONSchema.BaseSchema;

/**
 * The schema that an API server checks with: as loose as the CRDs of the Apache operator. Nothing is required, no default is
 * stored (descriptions tell them), and where our reading keeps unknown fields the API server keeps them too.
 */
export function structural(schema: z.ZodType): StructuralSchema {
  return translated(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}

function translated(json: Json): StructuralSchema {
  const kept = extensions(json);
  const description = described(json);
  const common: StructuralSchema = { ...(description === undefined ? {} : { description }), ...kept };
  if (kept["x-kubernetes-int-or-string"] === true) return common;
  if (json.type === "object") return { ...common, type: "object", ...fields(json) };
  if (json.type === "array") return { ...common, type: "array", items: items(json) };
  if (json.type === "integer") return { ...common, type: "integer", format: integerFormat(json) };
  return scalar(json, common);
}

const integerFormat = ({ maximum }: Json): string => (maximum === 2 ** 31 - 1 ? "int32" : "int64");

function scalar(json: Json, common: StructuralSchema): StructuralSchema {
  if (typeof json.type !== "string") return { ...common, "x-kubernetes-preserve-unknown-fields": true };
  const { enum: values, maxLength } = json;
  return {
    ...common,
    type: json.type,
    ...(values === undefined ? {} : { enum: values }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

function extensions(json: Json): StructuralSchema {
  return Object.fromEntries(Object.entries(json).filter(([key]) => key.startsWith("x-kubernetes-")));
}

function described({ description, default: value }: Json): string | undefined {
  const stated = ["string", "number", "boolean"].includes(typeof value) ? `Default: ${String(value)}.` : undefined;
  const sentences = [description, stated].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function fields({ properties = {}, additionalProperties, opaque }: Json): StructuralSchema {
  if (opaque === true) return { "x-kubernetes-preserve-unknown-fields": true };
  const known = Object.entries(properties).map(([name, of]) => [name, translated(of as Json)] as const);
  const named = known.length === 0 ? {} : { properties: Object.fromEntries(known) };
  if (typeof additionalProperties !== "object") return named;
  return Object.keys(additionalProperties).length === 0
    ? { ...named, "x-kubernetes-preserve-unknown-fields": true }
    : { ...named, additionalProperties: translated(additionalProperties) };
}

/** The keys of a list that is merged as a map are the only fields that a structural schema must require. */
function items(json: Json): StructuralSchema {
  const of = translated(json.items as Json);
  const keys = json["x-kubernetes-list-map-keys"] as readonly string[] | undefined;
  return keys === undefined ? of : { ...of, required: keys };
}
