import { part, textAt } from "../../../../lib/core/objects/json.ts";
import { type ClusterName, wantedOf } from "../support/clusters.ts";
import { type Edit, type HandEdit, inPod, json, merge, pod, scale, strategic, text } from "./handEdit.ts";

/** Several edits of one object, of which not all may be put right, or beside which others have put something of their own. */
export interface MixedEdits {
  readonly name: string;
  readonly cluster: ClusterName;
  readonly object: HandEdit["object"];
  readonly edits: readonly (readonly [by: string, edit: Edit])[];
  /** The patch, without what makes it conditional; or that the object is made anew. */
  readonly sends: object | "anew";
  /** Differences that stay. */
  readonly leaves: readonly string[];
}

const jobManager = { kind: "Deployment", name: "clicks" };
export const rest = { kind: "Service", name: "clicks-rest" };
export const configuration = { kind: "ConfigMap", name: "flink-config-clicks" };
const port = (at: number, fields: object) =>
  json(
    ...Object.entries(fields).map(([field, value]) => ({ op: "replace", path: `/spec/ports/${at}/${field}`, value })),
  );
const oneMore = (value: object) => json({ op: "add", path: "/spec/ports/-", value });
export const restPort = { name: "rest", port: 8081, protocol: "TCP", targetPort: 8081 };
const metrics = { name: "metrics", port: 9249, protocol: "TCP", targetPort: 9249 };
const byFlink = ["fabric8-kubernetes-client", port(0, { targetPort: 41233 })] as const;
const log = "log4j-console.properties";
const stranger = { apiVersion: "v1", kind: "ResourceQuota", name: "no-pods", uid: "u-9" };

export const mixedEdits: readonly MixedEdits[] = [
  {
    name: "a label, of a Deployment with another number of replicas by an autoscaler and another side-car",
    cluster: "nativeHa",
    object: jobManager,
    edits: [
      ["kubectl-label", merge({ metadata: { labels: { component: "other", cost: "42" } } })],
      ["kube-controller-manager", scale(4)],
      ["kubectl-edit", pod({ containers: [{ name: "sidecar", image: "registry.invalid/fluent:2" }] })],
    ],
    sends: { metadata: { labels: { component: "jobmanager" } } },
    leaves: ["/spec/replicas", `${inPod}/containers/sidecar/image`],
  },
  {
    name: "replicas and a pause",
    cluster: "standaloneHa",
    object: { kind: "Deployment", name: "clicks-taskmanager" },
    edits: [["kubectl-edit", strategic({ spec: { replicas: 9, paused: true } })]],
    sends: { metadata: {}, spec: { replicas: 4, paused: null } },
    leaves: [],
  },
  {
    name: "an owner beside a stranger",
    cluster: "native",
    object: jobManager,
    edits: [["kubectl-edit", merge({ metadata: { ownerReferences: [stranger] } })]],
    sends: { metadata: { ownerReferences: [stranger, owner()] } },
    leaves: [],
  },
  {
    name: "a port, where Flink has chosen the target",
    cluster: "hostNetwork",
    object: rest,
    edits: [byFlink, ["kubectl-edit", port(0, { port: 80 })]],
    sends: { metadata: {}, spec: { ports: [{ ...restPort, targetPort: 41233 }] } },
    leaves: ["/spec/ports/rest/targetPort"],
  },
  {
    name: "label and selector, where Flink has chosen the target of a port",
    cluster: "hostNetwork",
    object: rest,
    edits: [
      byFlink,
      ["kubectl-edit", merge({ metadata: { labels: { type: null } }, spec: { selector: { canary: "yes" } } })],
    ],
    sends: { metadata: { labels: { type: "flink-native-kubernetes" } }, spec: { selector: { canary: null } } },
    leaves: ["/spec/ports/rest/targetPort"],
  },
  {
    name: "a port beside one of somebody else, and a label",
    cluster: "nativeHa",
    object: rest,
    edits: [
      ["kubectl-edit", oneMore(metrics)],
      ["kubectl-edit", port(0, { port: 80 })],
      ["kubectl-label", merge({ metadata: { labels: { app: "x" } } })],
    ],
    sends: { metadata: { labels: { app: "clicks" } }, spec: { ports: [restPort, metrics] } },
    leaves: [],
  },
  {
    name: "a port whose number another has taken",
    cluster: "nativeHa",
    object: rest,
    edits: [
      ["kubectl-edit", port(0, { port: 80 })],
      ["kubectl-edit", oneMore({ ...restPort, name: "ui" })],
      ["kubectl-edit", oneMore(metrics)],
    ],
    sends: { metadata: {}, spec: { ports: [restPort, metrics] } },
    leaves: [],
  },
  {
    name: "type and label, where Flink has chosen the target of a port",
    cluster: "hostNetwork",
    object: rest,
    edits: [byFlink, ["kubectl-edit", merge({ spec: { type: "NodePort" }, metadata: { labels: { app: "x" } } })]],
    sends: { metadata: { labels: { app: "clicks" } }, spec: { type: "ClusterIP" } },
    leaves: ["/spec/ports/rest/targetPort"],
  },
  {
    name: "a log file, of a configuration that has to do with a restart",
    cluster: "nativeHa",
    object: configuration,
    edits: [
      ["kubectl-edit", text(log, "", "logger.x.level = DEBUG\n")],
      ["kubectl-edit", text("flink-conf.yaml", "parallelism.default: 4", "parallelism.default: 8")],
    ],
    sends: { metadata: {}, data: { [log]: fileOf("nativeHa", log) } },
    leaves: ["/data/flink-conf.yaml/parallelism.default"],
  },
  {
    name: "a log file and a label of an immutable configuration",
    cluster: "nativeHa",
    object: configuration,
    edits: [
      ["kubectl-edit", text(log, "", "logger.x.level = DEBUG\n")],
      ["kubectl-edit", merge({ immutable: true, metadata: { labels: { app: "x" } } })],
    ],
    sends: "anew",
    leaves: [],
  },
  {
    name: "a label, of an immutable configuration with other options",
    cluster: "nativeHa",
    object: configuration,
    edits: [
      ["kubectl-edit", text(log, "", "logger.x.level = DEBUG\n")],
      ["kubectl-edit", text("flink-conf.yaml", "parallelism.default: 4", "parallelism.default: 8")],
      ["kubectl-edit", merge({ immutable: true, metadata: { labels: { app: "x" } } })],
    ],
    sends: { metadata: { labels: { app: "clicks" } } },
    leaves: ["/data/flink-conf.yaml/parallelism.default", `/data/${log}`, "/immutable"],
  },
  {
    name: "a label, of an immutable configuration with a comment more",
    cluster: "nativeHa",
    object: configuration,
    edits: [
      ["kubectl-edit", text("flink-conf.yaml", "", "# mine\n")],
      ["kubectl-edit", merge({ immutable: true, metadata: { labels: { app: "x" } } })],
    ],
    sends: { metadata: { labels: { app: "clicks" } } },
    leaves: ["/immutable"],
  },
];

function fileOf(cluster: ClusterName, file: string): string {
  const map = wantedOf(cluster).find(({ metadata }) => metadata.name === configuration.name);
  return textAt(part(map ?? {}, "data"), file) ?? "";
}

function owner() {
  return wantedOf("native")[0]?.metadata.ownerReferences?.[0];
}
