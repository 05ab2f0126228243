import type { KubernetesObject } from "../kubernetes.ts";
import { deploymentAnnotation } from "../configuration/clusterOptions.ts";
import type { Blueprint } from "./blueprint.ts";
import { filled } from "./json.ts";
import { roleLabels } from "./names.ts";
import { ownedByResource } from "./owners.ts";
import { configuredLabels, podOf, type PodParts } from "./pod.ts";

/** A Deployment of JobManagers or TaskManagers. Its strategy is the API server's default: it is never changed in place. */
export function deploymentOf(print: Blueprint, name: string, replicas: number, parts: PodParts): KubernetesObject {
  const { wanted, configuration } = print;
  const labels = roleLabels(wanted, parts.role);
  const annotations = { ...parts.annotations, [deploymentAnnotation]: wanted.deploymentId };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name,
      namespace: wanted.resource.namespace,
      labels: { ...configuredLabels(configuration, parts.role), ...labels },
      annotations,
      ...filled({ ownerReferences: ownedByResource(wanted, false) }),
    },
    spec: { replicas, selector: { matchLabels: labels }, template: podOf(print, parts) },
  };
}
