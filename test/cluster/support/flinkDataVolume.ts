import type { FlinkNamespace } from "./namespace.ts";

/** Where pods see the folder that they share with the test. */
export const dataInPods = "/data";

/**
 * What a pod template needs for checkpoints, savepoints and HA data: the folder `data` of the namespace, open to
 * Flink's user 9999. Put `volumes` into the pod and `volumeMounts` into its container.
 */
export function flinkDataVolume({ data }: FlinkNamespace): {
  readonly volumes: readonly [
    { readonly name: "data"; readonly hostPath: { readonly path: string; readonly type: "Directory" } },
  ];
  readonly volumeMounts: readonly [{ readonly name: "data"; readonly mountPath: string }];
} {
  return {
    volumes: [{ name: "data", hostPath: { path: data, type: "Directory" } }],
    volumeMounts: [{ name: "data", mountPath: dataInPods }],
  };
}
