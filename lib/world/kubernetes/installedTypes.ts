import type { ObjectStore } from "./objectStore.ts";
import { qualifiedPlural, type ResourceType, resourceTypes } from "./resourceTypes.ts";

/** The kinds that the API server serves at the moment. */
export const installedTypes = (store: ObjectStore): readonly ResourceType[] =>
  resourceTypes.filter((type) => !type.custom || isInstalled(store, type));

const isInstalled = (store: ObjectStore, type: ResourceType): boolean =>
  store.get("CustomResourceDefinition", "", qualifiedPlural(type)) !== undefined;

/** As much of a CustomResourceDefinition as clients look at to see that the kind is there. */
export function definitionOf(type: ResourceType): object {
  const { group, kind, plural, shortNames, version } = type;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: qualifiedPlural(type) },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames },
      versions: [{ name: version, served: true, storage: true, subresources: { status: {} } }],
    },
    status: {
      acceptedNames: { kind, plural },
      conditions: [
        { type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" },
        {
          type: "Established",
          status: "True",
          reason: "InitialNamesAccepted",
          message: "the initial names have been accepted",
        },
      ],
      storedVersions: [version],
    },
  };
}
