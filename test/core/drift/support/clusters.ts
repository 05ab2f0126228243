import type { DriftingCluster } from "../../../../lib/core/drift/driftClass.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { instant } from "../../../../lib/core/time.ts";
import type { WantedCluster } from "../../../../lib/core/configuration/wantedCluster.ts";
import { anApplication, aWantedCluster, ha } from "../../configuration/aWantedCluster.ts";
import { made } from "../../objects/parts.ts";

const podTemplate = {
  metadata: { annotations: { "example.com/owner": "payments" }, labels: { team: "payments" } },
  spec: {
    containers: [
      {
        name: "flink-main-container",
        env: [
          { name: "A", value: "1" },
          { name: "S3_SECRET_KEY", value: "planted-in-env" },
          { name: "EMPTY", value: "" },
        ],
        volumeMounts: [{ name: "logs", mountPath: "/opt/flink/log" }],
      },
      {
        name: "sidecar",
        image: "registry.invalid/fluent:1",
        resources: { requests: { cpu: "0.10", memory: "0.125Gi" } },
        volumeMounts: [{ name: "logs", mountPath: "/logs", readOnly: false }],
      },
    ],
    initContainers: [{ name: "fetch", image: "registry.invalid/busybox:1", command: ["sh", "-c", "true"] }],
    hostNetwork: false,
    nodeSelector: { pool: "flink" },
    tolerations: [{ key: "flink", operator: "Exists", effect: "NoSchedule" }],
    volumes: [{ name: "logs", emptyDir: {} }],
  },
};

const directories = { "state.checkpoints.dir": "s3://b/cp", "state.savepoints.dir": "s3://b/sp" };
const job = { args: ["--password", "planted-in-args"], upgradeMode: "savepoint" };
const ingress = {
  template: "flink.example.com/{{namespace}}/{{name}}(/|$)(.*)",
  className: "nginx",
  annotations: { "nginx.ingress.kubernetes.io/use-regex": "true" },
};
const config = (more: Readonly<Record<string, string>> = {}) => ({
  ...directories,
  "s3.secret-key": "planted-in-options",
  ...more,
});

export type ClusterName = keyof typeof wantedClusters;

/** One of every sort of cluster, each with what users write into pod templates and options. All are called `clicks` in `web`. */
export const wantedClusters = {
  nativeHa: anApplication({ job, podTemplate, ingress, flinkConfiguration: config(ha), jobManager: two() }),
  native: anApplication({ job, podTemplate, flinkConfiguration: config() }),
  nativeV2: anApplication({ job, flinkVersion: "v2_0", flinkConfiguration: config(ha) }),
  stateless: anApplication({ job: { upgradeMode: "stateless" }, flinkConfiguration: config() }),
  hostNetwork: anApplication({ job, flinkConfiguration: config({ ...ha, "kubernetes.hostnetwork.enabled": "true" }) }),
  session: aWantedCluster({ flinkConfiguration: config() }),
  standaloneHa: anApplication({ job, mode: "standalone", podTemplate, flinkConfiguration: config(ha) }),
  standalone: anApplication({ job, mode: "standalone", ingress, flinkConfiguration: config() }),
  standaloneSession: aWantedCluster({ mode: "standalone", flinkConfiguration: config(), taskManager: three() }),
} as const satisfies Readonly<Record<string, WantedCluster>>;

function two() {
  return { replicas: 2, resource: { cpu: 0.5, memory: "1600m", ephemeralStorage: "1Gi" } };
}

function three() {
  return { replicas: 3, resource: { cpu: 1, memory: "1728m" } };
}

/** When the processes of a fixture were started. */
export const started = instant(Date.UTC(2026, 10, 22, 10, 0, 0));

export function driftingCluster(name: ClusterName): DriftingCluster {
  const { spec } = wantedClusters[name];
  return {
    name: "clicks",
    mode: spec.mode ?? "native",
    kind: spec.job === undefined ? "session" : "application",
    highAvailability: ["nativeHa", "nativeV2", "hostNetwork", "standaloneHa"].includes(name),
    keepsState: spec.job?.upgradeMode !== "stateless",
    hostNetwork: name === "hostNetwork",
    lastStart: undefined,
  };
}

/** Its objects as they are made for a resource of another namespace and uid. */
export const objectsFor = (name: ClusterName, resource: { readonly namespace: string; readonly uid: string }) =>
  made({ ...wantedClusters[name], resource: { ...wantedClusters[name].resource, ...resource } });

/** All objects of a cluster, owners included. */
export const wantedOf = (name: ClusterName): readonly KubernetesObject[] => rendered.get(name) ?? [];

const rendered = new Map<string, readonly KubernetesObject[]>(
  Object.entries(wantedClusters).map(([name, wanted]) => {
    const { jobManager, taskManager, owned, ingress: way } = made(wanted);
    return [name, [jobManager, taskManager, ...owned("jm-uid"), way].filter((one) => one !== undefined)];
  }),
);
