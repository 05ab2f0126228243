import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { ObjectStore } from "../kubernetes/objectStore.ts";
import type { ResourceType } from "../kubernetes/resourceTypes.ts";
import type { JsonObject } from "../simulation/json.ts";
import { type Column, columnsOf } from "./columns.ts";

/** Whether the client wants rows to print instead of objects (`Accept: application/json;as=Table;…`). */
export const wantsTable = (accept: string | undefined): boolean => accept?.includes("as=Table") === true;

export interface TableOf {
  readonly type: ResourceType;
  readonly objects: readonly KubernetesObject[];
  /** metadata of the list */
  readonly metadata: JsonObject;
  /** `None`, `Metadata` or `Object`. */
  readonly include: string;
  readonly now: number;
}

const nameColumn: Column = { name: "Name", type: "string", wide: false, cell: ({ metadata }) => metadata.name };

/** meta.k8s.io/v1 Table, as `kubectl get` asks for it. */
export function table(store: ObjectStore, of: TableOf): JsonObject {
  const columns = of.type.kind === "Event" ? columnsOf(store, of.type) : [nameColumn, ...columnsOf(store, of.type)];
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: of.metadata,
    columnDefinitions: columns.map(({ name, type, wide }) => ({
      name,
      type,
      format: name === "Name" ? "name" : "",
      description: "",
      priority: wide ? 1 : 0,
    })),
    rows: of.objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, of.now)),
      ...(of.include === "None" ? {} : { object: of.include === "Object" ? object : partial(object) }),
    })),
  };
}

const partial = ({ metadata }: KubernetesObject): JsonObject => ({
  kind: "PartialObjectMetadata",
  apiVersion: "meta.k8s.io/v1",
  metadata,
});
