import * as z from "zod";

/** GET /jobs/:id/metrics?get=… : values are Java's texts of numbers, `NaN` and `Infinity` among them, which are left out. */
export const metrics = z
  .array(z.looseObject({ id: z.string(), value: z.string() }))
  .transform((entries): readonly (readonly [string, number])[] =>
    entries.flatMap(({ id, value }) => (isNumber(value) ? [[id, Number(value)] as const] : [])),
  );

/** Not every metric is a number: a gauge may have any text, and none at all would be 0. */
const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));
