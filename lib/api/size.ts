import * as z from "zod";

const units: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };
const error = { error: "must be a size such as 512Mi or 2Gi" };

/** `100Ki`, `512Mi`, `2Gi`; read as bytes. */
export const size = z
  .string(error)
  .regex(/^[1-9][0-9]{0,5}(Ki|Mi|Gi)$/, error)
  .transform((text) => Number(text.slice(0, -2)) * (units[text.slice(-2)] ?? 1));
