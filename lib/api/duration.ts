import * as z from "zod";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
const error = { error: "must be a time such as 30s, 500ms, 2m or 1h" };

/** `30s`, `500ms`, `2m`, `1h`; read as milliseconds. */
export const duration = z
  .string(error)
  .regex(/^[0-9]+ ?(ms|s|m|min|h)$/, error)
  .transform((text) => {
    const [, amount = "0", unit = "ms"] = /^([0-9]+) ?([a-z]+)$/.exec(text) ?? [];
    return Number(amount) * (units[unit] ?? 1);
  });
