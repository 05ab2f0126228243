import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { JsonObject } from "../simulation/json.ts";
import type { ObjectStore } from "./objectStore.ts";
import type { ResourceType } from "./resourceTypes.ts";
import { type Owners, ownersAfterUpdate } from "./serverSideApply.ts";

export interface Update {
  readonly type: ResourceType;
  readonly before: JsonObject;
  readonly after: KubernetesObject;
  readonly manager: string | undefined;
}

/** Who owns which field of every object: kept beside the objects and not in `metadata.managedFields`. */
export interface Ownership {
  of(object: KubernetesObject | undefined): Owners;
  set(object: KubernetesObject, owners: Owners): void;
  updated(update: Update): void;
}

export function ownershipIn(store: ObjectStore): Ownership {
  const owners = new Map<string, Owners>();
  const keyOf = (object: KubernetesObject | undefined): string => object?.metadata.uid ?? "";
  store.subscribe(({ type, object }) => {
    if (type === "DELETED") owners.delete(keyOf(object));
  });
  const of = (object: KubernetesObject | undefined): Owners => owners.get(keyOf(object)) ?? new Map();
  return {
    of,
    set: (object, next) => owners.set(keyOf(object), next),
    updated: ({ type, before, after, manager = "unknown" }) =>
      owners.set(keyOf(after), ownersAfterUpdate(of(after), { schema: type, manager, before, after })),
  };
}
