/** An OpenAPI schema, as far as its fields go. */
interface Schema {
  readonly properties?: unknown;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const serversOwn = ["apiVersion", "kind", "metadata"];
const keepsAll = "x-kubernetes-preserve-unknown-fields";

/**
 * Paths of fields that one schema has and the other would drop: `status.fleet`. Of a field that is missing its own fields are not told. What every
 * object has is the API server's own.
 */
export function missingFields(wanted: unknown, served: unknown, at: readonly string[] = []): readonly string[] {
  if (!isMap(wanted) || !isMap(served) || served[keepsAll] === true) return [];
  return [
    ...ofProperties(wanted, served, at),
    ...missingFields(wanted["items"], served["items"], [...at, "[]"]),
    ...missingFields(wanted["additionalProperties"], served["additionalProperties"], [...at, "*"]),
  ];
}

function ofProperties(wanted: Schema, served: Schema, at: readonly string[]): readonly string[] {
  if (!isMap(wanted.properties)) return [];
  const known = isMap(served.properties) ? served.properties : {};
  return Object.entries(wanted.properties).flatMap(([name, schema]) => {
    const here = [...at, name];
    if (serversOwn.includes(here.join("."))) return [];
    return known[name] === undefined ? [here.join(".")] : missingFields(schema, known[name], here);
  });
}
