import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { modeOf } from "../../configuration/mode.ts";
import { textOf } from "../../configuration/options.ts";
import { parallelismOf, taskManagerReplicas } from "../../configuration/parallelism.ts";
import { mapEntries } from "../../configuration/textLists.ts";

/** How large a job is. */
export interface JobSize {
  /** `undefined` for a session cluster. */
  readonly parallelism?: number | undefined;
  /** `pipeline.jobvertex-parallelism-overrides`: parallelism by vertex id. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** How large a spec wants its cluster and its job. */
export interface Extent extends JobSize {
  readonly jobManagers: number;
  /** Of the TaskManagers' Deployment; `undefined` in native mode, which has none. */
  readonly taskManagers: number | undefined;
}

/** `configuration` is what the user asks for in this spec. */
export function extentOf(spec: FlinkDeploymentSpec, configuration: FlinkConfiguration): Extent {
  return {
    jobManagers: spec.jobManager?.replicas ?? Number(textOf(configuration, "kubernetes.jobmanager.replicas") ?? 1),
    taskManagers: modeOf(spec) === "standalone" ? taskManagerReplicas(spec, configuration) : undefined,
    parallelism: parallelismOf(spec, configuration),
    overrides: mapEntries(textOf(configuration, "pipeline.jobvertex-parallelism-overrides") ?? ""),
  };
}

/** Whether a job that runs with one runs just as with the other. A session cluster has no job of its own. */
export function isSameJob(one: JobSize, other: JobSize): boolean {
  if (one.parallelism === undefined && other.parallelism === undefined) return true;
  return one.parallelism === other.parallelism && isSameMap(one.overrides, other.overrides);
}

function isSameMap(one: JobSize["overrides"], other: JobSize["overrides"]): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
