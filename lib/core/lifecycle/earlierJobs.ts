import type { KubernetesObject } from "../kubernetes.ts";

/**
 * The keys of a ConfigMap of HA metadata under which Flink keeps jobs other than `job`: `jobGraph-ID`, from 2.0 on `executionPlan-ID`
 * (Flink's Constants). A JobManager runs again whatever job it finds there, beside its own.
 */
export function earlierJobs({ data }: KubernetesObject, job: string): readonly string[] {
  const keys = typeof data === "object" && data !== null ? Object.keys(data) : [];
  return keys.filter((key) => /^(jobGraph|executionPlan)-/.test(key) && !key.endsWith(`-${job}`));
}
