import type { KubernetesObject } from "../../core/kubernetes.ts";
import { deepFreeze, type JsonObject } from "../simulation/json.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { managedFieldsOf, type OwnerTimes } from "./managedFields.ts";
import type { ObjectStore } from "./objectStore.ts";
import type { ResourceType } from "./resourceTypes.ts";
import { type Owners, ownersAfterUpdate } from "./serverSideApply.ts";

export interface Update {
  readonly type: ResourceType;
  readonly before: JsonObject;
  readonly after: KubernetesObject;
  readonly manager: string | undefined;
}

/** Who owns which field of every object: kept beside the objects, and told with those of Flink clusters. */
export interface Ownership {
  of(object: KubernetesObject | undefined): Owners;
  /** `by`: who has changed it, by the same name as in the owners. */
  set(object: KubernetesObject, owners: Owners, by: string | undefined): void;
  updated(update: Update): void;
  /** The object with `metadata.managedFields`, of kinds that somebody is asked for by them. */
  told(object: KubernetesObject): KubernetesObject;
}

interface Owned {
  readonly owners: Owners;
  readonly times: OwnerTimes;
}

const kinds = new Set(["Deployment", "Service", "ConfigMap", "Ingress"]);
const nobody: Owned = { owners: new Map(), times: new Map() };

export function ownershipIn(store: ObjectStore, time: Pick<Timeline, "timestamp">): Ownership {
  const owned = new Map<string, Owned>();
  /** An object is told many times, and is another object whenever anything of it changes. */
  const told = new WeakMap<KubernetesObject, KubernetesObject>();
  const keyOf = (object: KubernetesObject | undefined): string => object?.metadata.uid ?? "";
  store.subscribe(({ type, object }) => {
    if (type === "DELETED") owned.delete(keyOf(object));
  });
  const entryOf = (object: KubernetesObject | undefined): Owned => owned.get(keyOf(object)) ?? nobody;
  const set = (object: KubernetesObject, owners: Owners, by: string | undefined): void => {
    const before = entryOf(object);
    // Of the others' fields some may be gone.
    const isNews = (key: string): boolean => key === by || before.owners.get(key)?.size !== owners.get(key)?.size;
    const news = [...owners.keys()].filter(isNews).map((key) => [key, time.timestamp()] as const);
    owned.set(keyOf(object), { owners, times: new Map([...before.times, ...news]) });
    told.delete(object);
  };
  return {
    of: (object) => entryOf(object).owners,
    set,
    updated: ({ type, before, after, manager = "unknown" }) => {
      const { owners } = entryOf(after);
      const next = ownersAfterUpdate(owners, { schema: type, manager, before, after });
      if (next !== owners) set(after, next, `update:${manager}`);
    },
    told: (object) => {
      if (!kinds.has(object.kind)) return object;
      const known = told.get(object) ?? withManagedFields(object, entryOf(object));
      told.set(object, known);
      return known;
    },
  };
}

const withManagedFields = (object: KubernetesObject, { owners, times }: Owned): KubernetesObject =>
  deepFreeze({
    ...object,
    metadata: { ...object.metadata, managedFields: managedFieldsOf(object, owners, times) },
  });
