import * as z from "zod";

/** The body of a message on the queue: asks for a look at a cluster, at some namespaces of it, or at one resource. */
export const wake = z.strictObject({
  spoke: z.string(),
  namespaces: z.array(z.string()).min(1).optional(),
  part: z.strictObject({ index: z.int().min(0), of: z.int().min(1) }).optional(),
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1) }).optional(),
  resource: z.strictObject({ kind: z.string(), namespace: z.string(), name: z.string() }).optional(),
  since: z.int().min(0).optional(),
});
