import type { KubernetesObject } from "../kubernetes.ts";
import { isJson, part } from "../objects/json.ts";

/** A Deployment whose pods are all up, as it is once its controller has done its work. */
export function up(deployment: KubernetesObject): KubernetesObject {
  const { replicas = 1 } = part(deployment, "spec") as { readonly replicas?: number };
  const available = { type: "Available", status: replicas === 0 ? "False" : "True" };
  return { ...deployment, status: { replicas, availableReplicas: replicas, conditions: [available] } };
}

/** What high availability keeps, once this job has ended for good: `undefined` where nothing is left of a ConfigMap. */
export function withoutJob(configMap: KubernetesObject, job: string): KubernetesObject | undefined {
  const { name } = configMap.metadata;
  if (name.endsWith(`-${job}-config-map`) || name.endsWith(`-${job}-jobmanager-leader`)) return undefined;
  const { data } = configMap;
  if (!isJson(data)) return configMap;
  return { ...configMap, data: Object.fromEntries(Object.entries(data).filter(([key]) => !key.endsWith(`-${job}`))) };
}

/** The jobs that a JobManager finds in this part of its HA metadata, and runs again. */
export const keptJobs = ({ data }: KubernetesObject): readonly string[] =>
  Object.keys(isJson(data) ? data : {}).flatMap(
    (key) => /^(?:jobGraph|executionPlan)-([0-9a-f]{32})$/.exec(key)?.[1] ?? [],
  );
