import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { items, part, type Json } from "../../../lib/core/objects/json.ts";
import { mainContainerOf } from "../../../lib/core/objects/mainContainer.ts";
import { wantedObjects, type WantedObjects } from "../../../lib/core/objects/wantedObjects.ts";
import type { WantedCluster } from "../../../lib/core/configuration/wantedCluster.ts";

export function made(wanted: WantedCluster): WantedObjects {
  const objects = wantedObjects(wanted);
  if (objects.kind === "problems") throw new Error(objects.problems.map(({ message }) => message).join());
  return objects;
}

export const podTemplateOf = (deployment: KubernetesObject | undefined): Json =>
  part(part(deployment ?? ({} as KubernetesObject), "spec"), "template");
export const podOf = (deployment: KubernetesObject | undefined): Json => part(podTemplateOf(deployment), "spec");
export const mainOf = (deployment: KubernetesObject | undefined): Json => mainContainerOf(podTemplateOf(deployment));
export const argsOf = (deployment: KubernetesObject | undefined): unknown => mainOf(deployment)["args"];
export const envOf = (deployment: KubernetesObject | undefined): readonly Json[] => items(mainOf(deployment), "env");

export function ownedBy(objects: WantedObjects, name: string, kind = "Service"): KubernetesObject | undefined {
  return objects.owned("jm-uid").find((one) => one.kind === kind && one.metadata.name === name);
}

export function fileOf(objects: WantedObjects, map: string, file: string): string | undefined {
  return part(ownedBy(objects, map, "ConfigMap") ?? ({} as KubernetesObject), "data")[file] as string | undefined;
}
