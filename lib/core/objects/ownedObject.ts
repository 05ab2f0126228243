import type { KubernetesObject } from "../kubernetes.ts";
import type { Blueprint } from "./blueprint.ts";
import { filled } from "./json.ts";
import { clusterLabels } from "./names.ts";
import { ownedByJobManager } from "./owners.ts";
import { mapOption } from "./pod.ts";

interface Owned {
  readonly kind: "Service" | "ConfigMap";
  readonly name: string;
  /** uid of the JobManager's Deployment, with which the object goes away. */
  readonly owner: string | undefined;
}

/** Kind and metadata of an object that belongs to the JobManager's Deployment, with the labels and annotations configured under an option. */
export function ownedObject({ wanted, configuration }: Blueprint, owned: Owned, option?: string): KubernetesObject {
  const configured = (what: string) => (option === undefined ? {} : mapOption(configuration, `${option}.${what}`));
  return {
    apiVersion: "v1",
    kind: owned.kind,
    metadata: {
      name: owned.name,
      namespace: wanted.resource.namespace,
      labels: { ...configured("labels"), ...clusterLabels(wanted) },
      ...filled({ annotations: configured("annotations"), ownerReferences: ownedByJobManager(wanted, owned.owner) }),
    },
  };
}
