import { type FlinkNamespace } from "./namespace.ts";

const everywhere = ["jobmanager.rpc.address=session", "jobmanager.bind-host=0.0.0.0", "rest.bind-address=0.0.0.0"];

/** Flink by hand: a JobManager, a TaskManager and a Service, with nothing of ours between them and Kubernetes. */
export function standaloneSession({ name: namespace }: FlinkNamespace, image: string): readonly object[] {
  const ports = [
    { name: "rest", port: 8081 },
    { name: "rpc", port: 6123 },
    { name: "blob", port: 6124 },
  ];
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "session", namespace },
      spec: { selector: { app: "session", component: "jobmanager" }, ports },
    },
    deployment(namespace, image, "jobmanager", ["blob.server.port=6124"]),
    deployment(namespace, image, "taskmanager", ["taskmanager.bind-host=0.0.0.0", "taskmanager.host=$(IP)"]),
  ];
}

function deployment(namespace: string, image: string, component: string, settings: readonly string[]): object {
  const labels = { app: "session", component };
  const container = {
    name: "flink",
    image,
    imagePullPolicy: "Never",
    args: [component, ...[...everywhere, ...settings].flatMap((setting) => ["-D", setting])],
    env: [{ name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }],
    resources: { requests: { cpu: "100m" } },
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `session-${component}`, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    },
  };
}
