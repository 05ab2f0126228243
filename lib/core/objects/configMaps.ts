import type { KubernetesObject } from "../kubernetes.ts";
import type { Blueprint } from "./blueprint.ts";
import type { Json } from "./json.ts";
import { podTemplateFile } from "./mounts.ts";
import { configMapName, podTemplateMapName } from "./names.ts";
import { ownedObject } from "./ownedObject.ts";

/** `flink-config-<cluster>`: the directory that Flink reads its configuration from. */
export function configurationMap(print: Blueprint, owner: string | undefined): KubernetesObject {
  const { wanted, file, logFiles } = print;
  return {
    ...ownedObject(print, { kind: "ConfigMap", name: configMapName(wanted.resource.name), owner }),
    data: { ...logFiles, [file.name]: file.text },
  };
}

/** `pod-template-<cluster>`: what a native JobManager starts TaskManagers from. JSON is YAML; kind and version make it a Pod for every client. */
export function podTemplateMap(print: Blueprint, template: Json, owner: string | undefined): KubernetesObject {
  const pod = { apiVersion: "v1", kind: "Pod", ...template };
  return {
    ...ownedObject(print, { kind: "ConfigMap", name: podTemplateMapName(print.wanted.resource.name), owner }),
    data: { [podTemplateFile]: `${JSON.stringify(pod, undefined, 2)}\n` },
  };
}
