import * as z from "zod";

const nullIsAbsent = (value: unknown): unknown => value ?? undefined;

/** A field with a default (`z.….default()`, `z.….prefault()`) or one that is checked even when absent. Null counts as absent. */
export const field = <T extends z.ZodType>(schema: T, description: string): z.ZodPreprocess<T> =>
  z.preprocess(nullIsAbsent, schema).describe(description);

/** An object all of whose fields may be left out, and so the object itself. */
export const parts = <T extends z.ZodType>(schema: T, description: string): z.ZodPreprocess<T> =>
  z.preprocess((value) => value ?? {}, schema).describe(description);

/** A field that may be left out. Null counts as absent: specs that were written by Jackson (`lastReconciledSpec`) hold every null. */
export const optional = <T extends z.ZodType>(schema: T, description: string): z.ZodPreprocess<z.ZodOptional<T>> =>
  field(schema.optional(), description);

const wholeNumber = "must be a whole number";

/** A 64-bit integer as the API server takes it. Above 2^53 its last digits are lost, which is enough to tell two nonces apart. */
export const int64 = z
  .number({ error: wholeNumber })
  .refine(Number.isInteger, { error: wholeNumber })
  .meta({ type: "integer", format: "int64" });

/** A resource.Quantity: `2`, `"500m"`, `"2Gi"`. */
export const quantity = z
  .union([z.string(), z.number()], { error: "must be a quantity, such as 2, 500m or 2Gi" })
  .meta({ "x-kubernetes-int-or-string": true });

/** For `.meta()` of an object: the API server keeps all of it and checks nothing but that it is one. */
export const opaque = { opaque: true };

export const labels = z.record(z.string(), z.string());
