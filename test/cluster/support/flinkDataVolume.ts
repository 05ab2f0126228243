import type { FlinkNamespace } from "./namespace.ts";

/**
 * What a pod template needs for checkpoints, savepoints and HA data: a folder of the node, open to Flink's user 9999, at
 * the same path in the pod. Spread `volumes` into the pod and `volumeMounts` into its container.
 */
export function flinkDataVolume({ data }: FlinkNamespace): {
  readonly volumes: readonly [
    { readonly name: "data"; readonly hostPath: { readonly path: string; readonly type: "Directory" } },
  ];
  readonly volumeMounts: readonly [{ readonly name: "data"; readonly mountPath: string }];
} {
  return {
    volumes: [{ name: "data", hostPath: { path: data, type: "Directory" } }],
    volumeMounts: [{ name: "data", mountPath: data }],
  };
}
