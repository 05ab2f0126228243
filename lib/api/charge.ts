import * as z from "zod";

/**
 * What flink-fleet does for a resource: it looks only, it tells in its log what it would do beside whoever operates it, or it operates it.
 */
export const charge = z.enum(["observe", "shadow", "operate"]);
export type Charge = z.output<typeof charge>;
