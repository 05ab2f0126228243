import * as z from "zod";
import { Faulted } from "../../core/fault.ts";
import type { Reply } from "./connection.ts";

/** meta/v1 Status: how Kubernetes says no. */
export const kubernetesStatus = z.looseObject({
  kind: z.literal("Status"),
  reason: z.string().optional(),
  message: z.string().default(""),
  details: z
    .looseObject({
      name: z.string().optional(),
      kind: z.string().optional(),
      causes: z.array(z.looseObject({ field: z.string().optional() })).optional(),
    })
    .optional(),
});
export type KubernetesStatus = z.output<typeof kubernetesStatus>;

const strings = z.record(z.string(), z.string());

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).optional(),
  labels: strings.optional(),
  annotations: strings.optional(),
  ownerReferences: z
    .array(z.looseObject({ apiVersion: z.string(), kind: z.string(), name: z.string(), uid: z.string() }))
    .optional(),
});

export const object = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata });

/** The API server leaves apiVersion and kind out of the items of its own kinds. */
export const page = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }),
  items: z.array(z.looseObject({ metadata })),
});

/** An answer in another form than promised says nothing about what is there. */
export function parsed<T>(schema: z.ZodType<T>, reply: Reply, what: string): T {
  const result = schema.safeParse(json(reply.text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.join(".");
  throw new Faulted({
    kind: "unavailable",
    what,
    because: `the answer was not understood: ${where}: ${issue?.message ?? "unknown"}`,
  });
}

/** `undefined` for what is not JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
