import { modeOf } from "../configuration/mode.ts";
import type { Role } from "../configuration/roleResources.ts";
import type { WantedCluster } from "../configuration/wantedCluster.ts";

/** Labels of every object of a cluster. HA ConfigMaps, which Flink makes itself, carry the native type in both modes. */
export function clusterLabels({ resource, spec }: WantedCluster): Readonly<Record<string, string>> {
  return { type: `flink-${modeOf(spec)}-kubernetes`, app: resource.name };
}

/** Labels of a role's pods; its selector, too. */
export function roleLabels(wanted: WantedCluster, role: Role): Readonly<Record<string, string>> {
  return { ...clusterLabels(wanted), component: role };
}

export const taskManagerName = (cluster: string): string => `${cluster}-taskmanager`;
export const restServiceName = (cluster: string): string => `${cluster}-rest`;
export const configMapName = (cluster: string): string => `flink-config-${cluster}`;
export const podTemplateMapName = (cluster: string): string => `pod-template-${cluster}`;
