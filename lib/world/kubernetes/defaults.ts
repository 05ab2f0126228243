import { isObject, type JsonObject, listAt, objectAt, textAt } from "../simulation/json.ts";
import { canonicalQuantity } from "./quantities.ts";

/** Fills in what the API server fills in for built-in kinds, so that what is read back is not quite what was written. */
export function withDefaults(kind: string, object: JsonObject): JsonObject {
  const spec = objectAt(object, "spec");
  if (kind === "Deployment") return { ...object, spec: deploymentSpec(spec) };
  if (kind === "Pod")
    return { ...object, spec: podSpec(spec), status: { phase: "Pending", ...objectAt(object, "status") } };
  if (kind === "Service") return { ...object, spec: serviceSpec(spec) };
  if (kind === "CustomResourceDefinition") return { ...object, status: established };
  if (kind === "Namespace") return withPhase(object);
  return object;
}

function withPhase(namespace: JsonObject): JsonObject {
  const isGoing = objectAt(namespace, "metadata")["deletionTimestamp"] !== undefined;
  if (isGoing) return { ...namespace, status: { phase: "Terminating" } };
  return { ...namespace, spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } };
}

const established = {
  conditions: [
    { type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" },
    {
      type: "Established",
      status: "True",
      reason: "InitialNamesAccepted",
      message: "the initial names have been accepted",
    },
  ],
};

function deploymentSpec(spec: JsonObject): JsonObject {
  const template = objectAt(spec, "template");
  const strategy = objectAt(spec, "strategy");
  const rolling = { maxSurge: "25%", maxUnavailable: "25%", ...objectAt(strategy, "rollingUpdate") };
  return {
    progressDeadlineSeconds: 600,
    replicas: 1,
    revisionHistoryLimit: 10,
    ...spec,
    strategy:
      strategy["type"] === "Recreate" ? { type: "Recreate" } : { rollingUpdate: rolling, type: "RollingUpdate" },
    template: { ...template, spec: podSpec(objectAt(template, "spec")) },
  };
}

function podSpec(spec: JsonObject): JsonObject {
  const account = spec["serviceAccountName"] ?? spec["serviceAccount"];
  return {
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...(account === undefined ? {} : { serviceAccount: account, serviceAccountName: account }),
    ...lists(spec, ["containers", "initContainers"], container),
    ...lists(spec, ["volumes"], volume),
  };
}

function container(container: JsonObject): JsonObject {
  const image = textAt(container, "image") ?? "";
  const resources = objectAt(container, "resources");
  const probes = ["startupProbe", "livenessProbe", "readinessProbe"].filter((probe) => isObject(container[probe]));
  return {
    imagePullPolicy: /:(?!latest$)[^/]+$/.test(image) ? "IfNotPresent" : "Always",
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...container,
    resources: Object.fromEntries(
      Object.entries(resources).map(([part, amounts]) => [part, isObject(amounts) ? quantities(amounts) : amounts]),
    ),
    ...lists(container, ["ports"], (port) => ({ protocol: "TCP", ...port })),
    ...lists(container, ["env"], environmentVariable),
    ...Object.fromEntries(probes.map((name) => [name, probe(objectAt(container, name))])),
  };
}

const quantities = (amounts: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, canonicalQuantity(amount)]));

function probe(probe: JsonObject): JsonObject {
  const timing = { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1, ...probe };
  if (!isObject(probe["httpGet"])) return timing;
  return { ...timing, httpGet: { path: "/", scheme: "HTTP", ...probe["httpGet"] } };
}

function environmentVariable(variable: JsonObject): JsonObject {
  const from = objectAt(variable, "valueFrom");
  if (!isObject(from["fieldRef"])) return variable;
  return { ...variable, valueFrom: { ...from, fieldRef: { apiVersion: "v1", ...from["fieldRef"] } } };
}

function volume(volume: JsonObject): JsonObject {
  const sources = ["configMap", "secret", "projected"].filter((source) => isObject(volume[source]));
  const filled = sources.map((source) => [source, { defaultMode: 420, ...objectAt(volume, source) }]);
  return { ...volume, ...Object.fromEntries(filled) };
}

function serviceSpec(spec: JsonObject): JsonObject {
  const ip = spec["clusterIP"];
  return {
    internalTrafficPolicy: "Cluster",
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    sessionAffinity: "None",
    type: "ClusterIP",
    ...spec,
    ...(ip === undefined ? {} : { clusterIPs: [ip] }),
    ...lists(spec, ["ports"], (port) => ({ protocol: "TCP", targetPort: port["port"], ...port })),
  };
}

function lists(of: JsonObject, fields: readonly string[], fill: (item: JsonObject) => JsonObject): JsonObject {
  const present = fields.filter((field) => Array.isArray(of[field]));
  return Object.fromEntries(
    present.map((field) => [field, listAt(of, field).map((item) => (isObject(item) ? fill(item) : item))]),
  );
}
