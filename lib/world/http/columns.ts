import type { KubernetesObject } from "../../core/kubernetes.ts";
import { definedVersion } from "../kubernetes/installedTypes.ts";
import type { ObjectStore } from "../kubernetes/objectStore.ts";
import type { ResourceType } from "../kubernetes/resourceTypes.ts";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "../simulation/json.ts";
import { age } from "./age.ts";

/** One column of what `kubectl get` prints. */
export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  /** Shown with `-o wide` only. */
  readonly wide: boolean;
  readonly cell: (object: KubernetesObject, now: number) => string | number;
}

type Cell = Column["cell"];

const column = (name: string, cell: Cell, type: Column["type"] = "string"): Column => ({
  name,
  type,
  wide: false,
  cell,
});
const wide = (name: string, cell: Cell): Column => ({ ...column(name, cell), wide: true });

const ageColumn = column("Age", ({ metadata }, now) => age(metadata.creationTimestamp, now));
const count = (name: string, field: string): Column =>
  column(name, (object) => Number(objectAt(object, "status")[field] ?? 0), "integer");
const containers = (pod: KubernetesObject): readonly JsonObject[] =>
  listAt(pod["status"], "containerStatuses").filter(isObject);
const ready = (have: number, want: number): string => `${have}/${want}`;

const builtIn: Readonly<Record<string, readonly Column[]>> = {
  Pod: [
    column("Ready", (pod) =>
      ready(containers(pod).filter((each) => each["ready"] === true).length, listAt(pod["spec"], "containers").length),
    ),
    column("Status", podStatus),
    column(
      "Restarts",
      (pod) => containers(pod).reduce((sum, each) => sum + Number(each["restartCount"] ?? 0), 0),
      "integer",
    ),
    ageColumn,
    wide("IP", (pod) => textAt(pod["status"], "podIP") ?? "<none>"),
    wide("Node", (pod) => textAt(pod["spec"], "nodeName") ?? "<none>"),
  ],
  Deployment: [
    column("Ready", ({ spec, status }) =>
      ready(
        Number(objectAt({ status }, "status")["readyReplicas"] ?? 0),
        Number(objectAt({ spec }, "spec")["replicas"]),
      ),
    ),
    count("Up-to-date", "updatedReplicas"),
    count("Available", "availableReplicas"),
    ageColumn,
  ],
  Service: [
    column("Type", (service) => textAt(service["spec"], "type") ?? ""),
    column("Cluster-IP", (service) => textAt(service["spec"], "clusterIP") ?? ""),
    column("External-IP", () => "<none>"),
    column("Port(s)", (service) => servicePorts(service)),
    ageColumn,
  ],
  ConfigMap: [column("Data", (map) => Object.keys(objectAt(map, "data")).length, "integer"), ageColumn],
  Event: [
    column("Last Seen", (event, now) => age(textAt(event, "lastTimestamp"), now)),
    column("Type", (event) => textAt(event, "type") ?? ""),
    column("Reason", (event) => textAt(event, "reason") ?? ""),
    column("Object", eventObject),
    column("Message", (event) => textAt(event, "message") ?? ""),
  ],
  Namespace: [column("Status", (namespace) => textAt(namespace["status"], "phase") ?? ""), ageColumn],
  CustomResourceDefinition: [column("Created At", ({ metadata }) => metadata.creationTimestamp ?? "", "date")],
};

/** All columns but the first, the name, which every kind but events has. */
export function columnsOf(store: ObjectStore, type: ResourceType): readonly Column[] {
  if (!type.custom) return builtIn[type.kind] ?? [ageColumn];
  return listAt(definedVersion(store, type), "additionalPrinterColumns").filter(isObject).map(definedColumn);
}

/** Plain paths are all that our definitions have. */
function definedColumn(defined: JsonObject): Column {
  const path = (textAt(defined, "jsonPath") ?? "").split(".").slice(1);
  const at = (object: KubernetesObject): unknown =>
    path.reduce<unknown>((value, field) => (isObject(value) ? value[field] : undefined), object);
  const name = textAt(defined, "name") ?? "";
  if (defined["type"] !== "date") return column(name, (object) => text(at(object)));
  return column(name, (object, now) => age(text(at(object)), now));
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** The reason of the container that holds the pod up, as `kubectl` shows it. */
function podStatus(pod: KubernetesObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return "Terminating";
  const states = containers(pod).map((container) => objectAt(container, "state"));
  const reasons = states.map((state) => textAt(state["waiting"], "reason") ?? textAt(state["terminated"], "reason"));
  return reasons.find((reason) => reason !== undefined) ?? textAt(pod["status"], "phase") ?? "Unknown";
}

function servicePorts(service: KubernetesObject): string {
  const ports = listAt(service["spec"], "ports").filter(isObject);
  return ports.map((port) => `${text(port["port"])}/${text(port["protocol"])}`).join(",") || "<none>";
}

function eventObject(event: KubernetesObject): string {
  const about = objectAt(event, "involvedObject");
  return `${(textAt(about, "kind") ?? "").toLowerCase()}/${textAt(about, "name")}`;
}
