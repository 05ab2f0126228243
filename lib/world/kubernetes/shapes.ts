import * as z from "zod";
import type { KubernetesObject } from "../../core/kubernetes.ts";

/** As much of the built-in kinds as controllers, kubelets and Flink look at. */
const labels = z.record(z.string(), z.string());

const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  ports: z.array(z.looseObject({ name: z.string().optional(), containerPort: z.int() })).default([]),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).default([]),
  terminationMessagePolicy: z.string().optional(),
  startupProbe: z.looseObject({}).optional(),
});
export type Container = z.output<typeof container>;

const source = {
  optional: z.boolean().default(false),
  items: z.array(z.looseObject({ key: z.string(), path: z.string() })).optional(),
};
const volume = z.looseObject({
  name: z.string(),
  configMap: z.looseObject({ name: z.string(), ...source }).optional(),
  secret: z.looseObject({ secretName: z.string(), ...source }).optional(),
});

const podSpec = z.looseObject({
  containers: z.array(container),
  initContainers: z.array(container).default([]),
  volumes: z.array(volume).default([]),
  restartPolicy: z.string().default("Always"),
  nodeName: z.string().optional(),
});

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  generation: z.int().default(1),
  labels: labels.default({}),
  annotations: labels.default({}),
  deletionTimestamp: z.string().optional(),
  ownerReferences: z.array(z.looseObject({ uid: z.string(), controller: z.boolean().optional() })).default([]),
});

const podShape = z.looseObject({
  metadata,
  spec: podSpec,
  status: z
    .looseObject({
      phase: z.string().default("Pending"),
      podIP: z.string().optional(),
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
    })
    .prefault({}),
});
export type Pod = z.output<typeof podShape>;

const deploymentShape = z.looseObject({
  metadata,
  spec: z.looseObject({
    replicas: z.int(),
    selector: z.looseObject({ matchLabels: labels }),
    strategy: z.looseObject({ type: z.string() }),
    template: z.looseObject({
      metadata: z.looseObject({ labels: labels.default({}), annotations: labels.default({}) }),
      spec: podSpec,
    }),
  }),
  status: z.looseObject({}).optional(),
});
export type Deployment = z.output<typeof deploymentShape>;

const serviceShape = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    selector: labels.optional(),
    ports: z
      .array(
        z.looseObject({
          name: z.string().optional(),
          port: z.int(),
          targetPort: z.union([z.int(), z.string()]).optional(),
        }),
      )
      .default([]),
  }),
});
export type Service = z.output<typeof serviceShape>;

const configMapShape = z.looseObject({ data: z.record(z.string(), z.string()).default({}) });

/** Objects that are stored never change: each is read once. */
function readerOf<Shape>(shape: { parse(object: unknown): Shape }): (object: KubernetesObject) => Shape {
  const known = new WeakMap<KubernetesObject, Shape>();
  return (object) => {
    const read = known.get(object) ?? shape.parse(object);
    known.set(object, read);
    return read;
  };
}

export const podOf = readerOf(podShape);
export const deploymentOf = readerOf(deploymentShape);
export const serviceOf = readerOf(serviceShape);
/** What a ConfigMap holds. */
export const dataOf = (object: KubernetesObject): Readonly<Record<string, string>> => configMapOf(object).data;
const configMapOf = readerOf(configMapShape);

export const isReady = (of: Pod): boolean =>
  of.status.conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
