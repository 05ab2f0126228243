import type { ObjectRef } from "../kubernetes.ts";
import { configMapName, podTemplateMapName, restServiceName, taskManagerName } from "../objects/names.ts";

/** What an object is to its Flink cluster. */
export type Part =
  | "jobManager"
  | "taskManager"
  | "restService"
  | "internalService"
  | "configuration"
  | "podTemplate"
  | "highAvailability"
  | "ingress"
  | "stranger";

/** By kind and name; ConfigMaps that Flink makes for high availability end as all versions since 1.12 name them. */
export function partOf({ kind, name }: ObjectRef, cluster: string): Part {
  const known: Readonly<Record<string, Part>> = {
    [`Deployment/${cluster}`]: "jobManager",
    [`Deployment/${taskManagerName(cluster)}`]: "taskManager",
    [`Service/${restServiceName(cluster)}`]: "restService",
    [`Service/${cluster}`]: "internalService",
    [`ConfigMap/${configMapName(cluster)}`]: "configuration",
    [`ConfigMap/${podTemplateMapName(cluster)}`]: "podTemplate",
    [`Ingress/${cluster}`]: "ingress",
  };
  const found = known[`${kind}/${name}`];
  if (found !== undefined) return found;
  const isHa = kind === "ConfigMap" && name.startsWith(`${cluster}-`) && /-(config-map|leader)$/.test(name);
  return isHa ? "highAvailability" : "stranger";
}
