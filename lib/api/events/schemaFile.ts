import * as z from "zod";

/** A published schema as a file of docs/schemas: JSON Schema 2020-12. */
export function schemaFile(name: string, schema: z.ZodType): { readonly name: string; readonly text: string } {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  const file = { $schema, title: name, ...rest };
  return { name: `${name}.json`, text: `${JSON.stringify(file, undefined, 2)}\n` };
}
