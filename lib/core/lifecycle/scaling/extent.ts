import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { modeOf } from "../../configuration/mode.ts";
import { textOf } from "../../configuration/options.ts";
import { parallelismOf, taskManagerReplicas } from "../../configuration/parallelism.ts";
import { mapEntries } from "../../configuration/textLists.ts";

/** How large a spec wants its cluster and its job. */
export interface Extent {
  readonly jobManagers: number;
  /** Of the TaskManagers' Deployment; `undefined` in native mode, which has none. */
  readonly taskManagers: number | undefined;
  /** `undefined` for a session cluster. */
  readonly parallelism: number | undefined;
  /** `pipeline.jobvertex-parallelism-overrides`: parallelism by vertex id. */
  readonly overrides: Readonly<Record<string, string>>;
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
export function isSameJob(one: Extent, other: Extent): boolean {
  if (one.parallelism === undefined && other.parallelism === undefined) return true;
  return one.parallelism === other.parallelism && isSameMap(one.overrides, other.overrides);
}

function isSameMap(one: Extent["overrides"], other: Extent["overrides"]): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
