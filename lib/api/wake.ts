import * as z from "zod";

/** The body of a message on the queue: asks for a look at a cluster, a namespace of it, or one resource. */
export const wake = z.strictObject({
  spoke: z.string(),
  namespace: z.string().optional(),
  resource: z.strictObject({ kind: z.string(), namespace: z.string(), name: z.string() }).optional(),
});
