import type { KubernetesObject } from "../../kubernetes.ts";

/**
 * The keys of a ConfigMap of HA metadata under which Flink keeps jobs: `jobGraph-ID`, from 2.0 on `executionPlan-ID`, from 2.3 on
 * `application-ID` as well (Flink's Constants). A JobManager runs again whatever it finds there, as it was: beside its own job, or in its
 * place where the id is the same. With `running`, that of the JobManager that is up, only graphs of other jobs.
 */
export function earlierJobs({ data }: KubernetesObject, running: string | undefined): readonly string[] {
  const keys = typeof data === "object" && data !== null ? Object.keys(data) : [];
  if (running === undefined) return keys.filter((key) => /^(jobGraph|executionPlan|application)-/.test(key));
  return keys.filter((key) => /^(jobGraph|executionPlan)-/.test(key) && !key.endsWith(`-${running}`));
}
