import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";

const apiVersion = "flink.apache.org/v1beta1";
const resource = { cpu: 0.1, memory: "1024m" };
const job = { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 };

/** One resource of each shape that asks for rights of its own. No node is to start their pods: no scheduler looks after them. */
export function clusters(namespace: string): readonly KubernetesObject[] {
  const of = (name: string, spec: object): KubernetesObject => ({
    apiVersion,
    kind: "FlinkDeployment",
    metadata: { name, namespace, labels: { fleet: namespace } },
    spec: {
      image: "flink:1.20",
      flinkVersion: "v1_20",
      serviceAccount: "flink",
      jobManager: { resource },
      taskManager: { resource },
      podTemplate: { spec: { schedulerName: "nobody" } },
      ...spec,
    },
  });
  const flinkConfiguration = {
    "high-availability.type": "kubernetes",
    "high-availability.storageDir": "file:///ha",
    "state.checkpoints.dir": "file:///checkpoints",
    "state.savepoints.dir": "file:///savepoints",
    "jobmanager.scheduler": "adaptive",
    "kubernetes.operator.savepoint.history.max.count": "1",
  };
  return [
    of("native", {
      job: { ...job, upgradeMode: "savepoint" },
      flinkConfiguration,
      ingress: { template: "flink.example.com/{{namespace}}/{{name}}" },
    }),
    of("standalone", { job, mode: "standalone" }),
    of("session", {}),
  ];
}

export const sessionJob = (namespace: string): KubernetesObject => ({
  apiVersion,
  kind: "FlinkSessionJob",
  metadata: { name: "on-session", namespace, labels: { fleet: namespace } },
  spec: { deploymentName: "session", job: { entryClass: "OnTheClassPath", parallelism: 1 } },
});

/** As Flink writes it: without an owner. */
export const haMetadata = (namespace: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: "native-cluster-config-map",
    namespace,
    labels: { app: "native", type: "flink-native-kubernetes", "configmap-type": "high-availability" },
  },
});
