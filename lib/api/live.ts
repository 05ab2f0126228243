import * as z from "zod";

/** What we read of objects that others own. Unknown fields pass; what is missing is read as Kubernetes means it. */
const owner = z.looseObject({ uid: z.string(), kind: z.string(), name: z.string() });

const meta = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  resourceVersion: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  deletionTimestamp: z.string().optional(),
  creationTimestamp: z.string().optional(),
  ownerReferences: z.array(owner).default([]),
});

const conditions = z
  .array(
    z.looseObject({
      type: z.string(),
      status: z.string(),
      reason: z.string().default(""),
      message: z.string().default(""),
      /** Kubernetes writes a time that was never set as null. */
      lastTransitionTime: z
        .string()
        .nullish()
        .transform((time) => time ?? undefined),
    }),
  )
  .default([]);

export const liveDeployment = z.looseObject({
  metadata: meta,
  spec: z.looseObject({ replicas: z.int().default(1) }),
  status: z
    .looseObject({
      replicas: z.int().default(0),
      availableReplicas: z.int().default(0),
      conditions,
    })
    .prefault({}),
});

const containerStatus = z.looseObject({
  name: z.string(),
  image: z.string().default(""),
  ready: z.boolean().default(false),
  /** Its startup probe has passed. */
  started: z.boolean().nullish(),
  restartCount: z.int().default(0),
  state: z
    .looseObject({
      waiting: z.looseObject({ reason: z.string().default(""), message: z.string().default("") }).optional(),
    })
    .default({}),
  lastState: z
    .looseObject({
      terminated: z
        .looseObject({ reason: z.string().default(""), message: z.string().default(""), exitCode: z.int().default(0) })
        .optional(),
    })
    .default({}),
});

export const livePod = z.looseObject({
  metadata: meta,
  status: z
    .looseObject({
      phase: z.string().default("Pending"),
      conditions,
      containerStatuses: z.array(containerStatus).default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});
export type LiveDeployment = z.output<typeof liveDeployment>;
export type LivePod = z.output<typeof livePod>;
export type LiveContainer = z.output<typeof containerStatus>;
