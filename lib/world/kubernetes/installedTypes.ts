import { isObject, type JsonObject, listAt, objectAt } from "../simulation/json.ts";
import type { ObjectStore } from "./objectStore.ts";
import { qualifiedPlural, type ResourceType, resourceTypes } from "./resourceTypes.ts";

/** The kinds that the API server serves at the moment: of our own those whose CustomResourceDefinition is there. */
export const installedTypes = (store: ObjectStore): readonly ResourceType[] =>
  resourceTypes.filter((type) => isInstalled(store, type));

export const isInstalled = (store: ObjectStore, type: ResourceType): boolean =>
  !type.custom || store.get("CustomResourceDefinition", "", qualifiedPlural(type)) !== undefined;

/** The version in the CustomResourceDefinition of a kind: its schema and its columns. */
export function definedVersion(store: ObjectStore, type: ResourceType): JsonObject {
  const definition = store.get("CustomResourceDefinition", "", qualifiedPlural(type));
  const versions = listAt(objectAt(definition, "spec"), "versions").filter(isObject);
  return versions.find((version) => version["name"] === type.version) ?? {};
}
