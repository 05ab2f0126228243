import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";

export interface FlinkWanted {
  readonly name: string;
  readonly mode?: "native" | "standalone";
  readonly runs?: "application" | "session";
  readonly image?: string;
  readonly configuration?: Readonly<Record<string, string>>;
  /** TaskManagers of a standalone cluster. */
  readonly taskManagers?: number;
  readonly terminationMessagePolicy?: string;
  /** What follows the command of a standalone application. */
  readonly arguments?: readonly string[];
  /** Name of the conf file in the ConfigMap. */
  readonly confFile?: string;
}

export const namespace = "flink";
export const aJobId = "00000000000000000000000000000abc";

const conf = ({ name, configuration, runs = "application" }: FlinkWanted): Readonly<Record<string, string>> => ({
  "kubernetes.cluster-id": name,
  "kubernetes.namespace": namespace,
  "jobmanager.rpc.address": `${name}.${namespace}`,
  "taskmanager.numberOfTaskSlots": "2",
  "parallelism.default": "2",
  "execution.shutdown-on-application-finish": "false",
  ...(runs === "application" ? { "$internal.pipeline.job-id": aJobId, "pipeline.name": name } : {}),
  ...configuration,
});

/** Creates the objects of a Flink cluster as a client of Flink would, smaller; returns its JobManager's Deployment. */
export function deploy(spoke: SimulatedSpoke, wanted: FlinkWanted): KubernetesObject {
  const { name, mode = "native", runs = "application", confFile = "flink-conf.yaml" } = wanted;
  const type = `flink-${mode}-kubernetes`;
  const native = ["bash", "-c", `kubernetes-jobmanager.sh kubernetes-${runs} `];
  const standalone = [runs === "application" ? "standalone-job" : "jobmanager", ...(wanted.arguments ?? [])];
  const labels = { type, app: name, component: "jobmanager" };
  const deployment = spoke.api.create(
    aDeployment(wanted, { name, labels, replicas: 1, args: mode === "native" ? native : standalone }),
  );
  const { metadata, apiVersion, kind } = deployment;
  const ownerReferences = [
    { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true },
  ];
  const text = Object.entries(conf(wanted))
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
  const own = (objectName: string): object => ({
    name: objectName,
    namespace,
    labels: { type, app: name },
    ownerReferences,
  });
  const ports = [{ name: "rest", port: 8081, targetPort: 8081 }];
  spoke.api.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: own(`flink-config-${name}`),
    data: { [confFile]: text },
  });
  spoke.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: own(`${name}-rest`),
    spec: { selector: labels, ports },
  });
  spoke.api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: own(name),
    spec: { clusterIP: "None", selector: labels, ports: [{ name: "jobmanager-rpc", port: 6123 }] },
  });
  if (mode === "standalone") {
    const its = { ...labels, component: "taskmanager" };
    const replicas = wanted.taskManagers ?? 1;
    spoke.api.create(
      aDeployment(wanted, { name: `${name}-taskmanager`, labels: its, replicas, args: ["taskmanager"] }),
    );
  }
  return deployment;
}

interface DeploymentWanted {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly args: readonly string[];
}

function aDeployment(wanted: FlinkWanted, { name, labels, replicas, args }: DeploymentWanted): object {
  const { image = "flink:1.20", terminationMessagePolicy = "File" } = wanted;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "flink-main-container",
              image,
              args,
              terminationMessagePolicy,
              volumeMounts: [{ name: "flink-config-volume", mountPath: "/opt/flink/conf" }],
            },
          ],
          volumes: [{ name: "flink-config-volume", configMap: { name: `flink-config-${wanted.name}` } }],
        },
      },
    },
  };
}

export const address = (name: string) => ({ namespace, service: `${name}-rest`, scheme: "http" }) as const;
