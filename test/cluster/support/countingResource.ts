import { dataInPods, flinkDataVolume } from "./flinkDataVolume.ts";
import type { FlinkNamespace } from "./namespace.ts";
import { type ClusterName, flinkImages } from "./rig.ts";

export interface Kind {
  readonly cluster: ClusterName;
  readonly version: keyof typeof flinkImages;
  readonly mode: "native" | "standalone";
}

type Json = Readonly<Record<string, unknown>>;

const resource = { memory: "1024m", cpu: 0.2 };

/** The counting job with all that keeps state; `parts` come over what is usual, and an option that is null is not set. */
export function countingResource(
  kind: Kind,
  namespace: FlinkNamespace,
  name: string,
  parts: { readonly spec: Json; readonly configuration: Json; readonly job: Json },
): object {
  const { version, mode } = kind;
  const { volumes, volumeMounts } = flinkDataVolume(namespace);
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name, namespace: namespace.name },
    spec: {
      image: flinkImages[version],
      imagePullPolicy: "IfNotPresent",
      flinkVersion: version,
      serviceAccount: "flink",
      mode,
      flinkConfiguration: present({ ...usualConfiguration(kind), ...parts.configuration }),
      podTemplate: { spec: { volumes, containers: [{ name: "flink-main-container", volumeMounts }] } },
      jobManager: { resource },
      taskManager: { resource },
      job: {
        jarURI: "local:///opt/flink/usrlib/rig-job.jar",
        entryClass: "RigJob",
        parallelism: 1,
        upgradeMode: "savepoint",
        ...parts.job,
      },
      ...parts.spec,
    },
  };
}

const present = (values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** The names of 1.x for the one and those of 2.x for the other: both are Flink's. */
function usualConfiguration({ version }: Kind): Json {
  const [savepoints, checkpoints] =
    version === "v1_20"
      ? ["state.savepoints.dir", "state.checkpoints.dir"]
      : ["execution.checkpointing.savepoint-dir", "execution.checkpointing.dir"];
  return {
    "taskmanager.numberOfTaskSlots": "1",
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.attempts": "100",
    "execution.checkpointing.interval": "2 s",
    "high-availability.type": "kubernetes",
    "high-availability.storageDir": `file://${dataInPods}/ha`,
    [savepoints]: `file://${dataInPods}/savepoints`,
    [checkpoints]: `file://${dataInPods}/checkpoints`,
    // Two cores hold everything: no more compiling and collecting than needed.
    "env.java.opts.all": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  };
}
