/** A part of an object whose fields others define. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(node: unknown): node is Json {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

/** The map at a field; empty when there is none. */
export function part(object: Json, field: string): Json {
  const found = object[field];
  return isJson(found) ? found : {};
}

/** The maps in the list at a field; empty when there is none. */
export function items(object: Json, field: string): readonly Json[] {
  const found: unknown = object[field];
  return Array.isArray(found) ? found.filter(isJson) : [];
}

export function textAt(object: Json, field: string): string | undefined {
  const found = object[field];
  return typeof found === "string" ? found : undefined;
}

/** Only what says something: empty lists and maps are left out, as the API server does not tell them from missing ones. */
export function filled(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, node]) => !isEmpty(node)));
}

function isEmpty(node: unknown): boolean {
  if (Array.isArray(node)) return node.length === 0;
  return node === undefined || (isJson(node) && Object.keys(node).length === 0);
}
