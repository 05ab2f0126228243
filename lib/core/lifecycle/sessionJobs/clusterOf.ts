import type { FlinkSessionJob } from "../../../api/resources/flinkSessionJob.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";

/** The cluster that a session job counts on: until the job was stopped the one that runs it, from then on the one that it names. */
export function clusterOf({ spec, status }: Pick<FlinkSessionJob, "spec" | "status">): string {
  const last = recordedSpec(status.reconciliationStatus?.lastReconciledSpec);
  const runs = last.kind === "recorded" && (last.spec.job?.state === "running" || status.fleet?.intent !== undefined);
  return (runs ? last.spec.deploymentName : spec.deploymentName) ?? "";
}

/** Whether the job is on this cluster, or names it. */
export const isOnCluster = (
  job: FlinkSessionJob,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): boolean => job.metadata.namespace === namespace && (clusterOf(job) === name || job.spec.deploymentName === name);
