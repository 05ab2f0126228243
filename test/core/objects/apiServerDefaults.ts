import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { quantity } from "../../../lib/core/configuration/quantity.ts";

type Json = { [field: string]: unknown };

const at = (object: Json, field: string): Json => (object[field] ?? {}) as Json;
const all = (object: Json, field: string): readonly Json[] => (object[field] ?? []) as readonly Json[];
const given = (object: Json, field: string, change: (list: readonly Json[]) => unknown): Json =>
  object[field] === undefined ? {} : { [field]: change(all(object, field)) };

/** What an API server 1.36 makes of an object that is created: the fields that it fills in, in the form in which it stores them. */
export function asStored(object: KubernetesObject): Json {
  const stored = JSON.parse(JSON.stringify(object)) as Json;
  switch (object.kind) {
    case "Deployment":
      return { ...stored, spec: deploymentSpec(at(stored, "spec")) };
    case "Service":
      return { ...stored, spec: serviceSpec(at(stored, "spec")) };
    default:
      return stored;
  }
}

function deploymentSpec(spec: Json): Json {
  const template = at(spec, "template");
  return {
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
    ...spec,
    template: { ...template, spec: podSpec(at(template, "spec")) },
  };
}

function podSpec(spec: Json): Json {
  return {
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...given(spec, "containers", (list) => list.map(container)),
    ...given(spec, "initContainers", (list) => list.map(container)),
    ...given(spec, "volumes", (list) => list.map(volume)),
  };
}

function container(one: Json): Json {
  return {
    imagePullPolicy: "IfNotPresent",
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...one,
    resources: Object.fromEntries(
      Object.entries(at(one, "resources")).map(([key, list]) => [key, canonical(list as Json)]),
    ),
    ...given(one, "ports", (list) => list.map((port) => ({ protocol: "TCP", ...port }))),
    ...(one["startupProbe"] === undefined ? {} : { startupProbe: probe(at(one, "startupProbe")) }),
  };
}

function probe(one: Json): Json {
  return { successThreshold: 1, timeoutSeconds: 1, ...one, httpGet: { scheme: "HTTP", ...at(one, "httpGet") } };
}

function volume(one: Json): Json {
  return one["configMap"] === undefined ? one : { ...one, configMap: { defaultMode: 420, ...at(one, "configMap") } };
}

/** Quantities by their value: `1.0` and `1`, `2048Mi` and `2Gi` are the same. */
export function canonical(quantities: Json): Json {
  return Object.fromEntries(Object.entries(quantities).map(([name, text]) => [name, quantity(text as string)]));
}

function serviceSpec(spec: Json): Json {
  const clusterIP = spec["clusterIP"] ?? "<given>";
  return {
    type: "ClusterIP",
    internalTrafficPolicy: "Cluster",
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    sessionAffinity: "None",
    ...spec,
    clusterIP,
    clusterIPs: [clusterIP],
    ports: all(spec, "ports").map((port) => ({ protocol: "TCP", targetPort: port["port"], ...port })),
  };
}
