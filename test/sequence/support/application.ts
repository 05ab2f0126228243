import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";

export type Fields = Readonly<Record<string, unknown>>;

export type Mode = "native" | "standalone";
export type UpgradeMode = "savepoint" | "last-state" | "stateless";

export interface Wanted {
  readonly name?: string;
  readonly mode?: Mode;
  readonly ha?: boolean;
  readonly version?: "v1_14" | "v1_20" | "v2_1";
  readonly upgradeMode?: UpgradeMode;
  readonly configuration?: Fields;
  readonly job?: Fields;
}

/** High availability as users write it; `null` takes it away again. */
export const ha = { "high-availability.type": "kubernetes", "high-availability.storageDir": "s3://flink/ha" } as const;
export const noHa = { "high-availability.type": null, "high-availability.storageDir": null } as const;

/** An application that takes a checkpoint every ten seconds. */
export function application(wanted: Wanted = {}): KubernetesObject {
  const { name = "orders", mode = "native", version = "v1_20", upgradeMode = "savepoint", job = {} } = wanted;
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { namespace: "default", name },
    spec: {
      image: `flink:${version.slice(1).replace("_", ".")}`,
      flinkVersion: version,
      mode,
      serviceAccount: "flink",
      flinkConfiguration: {
        "taskmanager.numberOfTaskSlots": "2",
        "execution.checkpointing.interval": "10 s",
        "state.checkpoints.dir": "s3://flink/checkpoints",
        "state.savepoints.dir": "s3://flink/savepoints",
        ...(wanted.ha === false ? {} : ha),
        ...wanted.configuration,
      },
      jobManager: { resource: { cpu: 1, memory: "1g" } },
      taskManager: { resource: { cpu: 1, memory: "1g" } },
      job: {
        jarURI: "local:///opt/flink/examples/streaming/TopSpeedWindowing.jar",
        parallelism: 2,
        upgradeMode,
        ...job,
      },
    },
  };
}
