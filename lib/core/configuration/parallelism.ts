import { modeOf } from "./mode.ts";
import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { textOf } from "./options.ts";
import { mapEntries } from "./textLists.ts";

/** Task slots of one TaskManager. */
export function slotsOf(configuration: FlinkConfiguration): number {
  return Math.max(1, Math.trunc(Number(textOf(configuration, "taskmanager.numberOfTaskSlots") ?? 1)) || 1);
}

/** The parallelism of the job, or undefined for a session cluster, where each job has its own. */
export function parallelismOf(spec: FlinkDeploymentSpec, configuration: FlinkConfiguration): number | undefined {
  if (spec.job === undefined) return undefined;
  const replicas = spec.taskManager?.replicas;
  if (replicas !== undefined) return replicas * slotsOf(configuration);
  return modeOf(spec) === "standalone" ? neededParallelism(spec.job.parallelism, configuration) : spec.job.parallelism;
}

/** How many TaskManagers a standalone cluster has: as many as are asked for, or as the job needs. */
export function taskManagerReplicas(spec: FlinkDeploymentSpec, configuration: FlinkConfiguration): number {
  const replicas = spec.taskManager?.replicas;
  if (replicas !== undefined) return replicas;
  if (spec.job === undefined) return 1;
  return Math.ceil(neededParallelism(spec.job.parallelism, configuration) / slotsOf(configuration));
}

/** Single vertices may be given more than the job's parallelism; then that is what TaskManagers must hold. */
function neededParallelism(parallelism: number, configuration: FlinkConfiguration): number {
  const overrides = mapEntries(textOf(configuration, "pipeline.jobvertex-parallelism-overrides") ?? "");
  const most = Math.max(0, ...Object.values(overrides).map((text) => Number(text) || 0));
  return most > 0 ? most : parallelism;
}
