import { modeOf } from "./mode.ts";
import type { FlinkVersion } from "../../api/resources/common.ts";
import { problem, value, type Answer } from "./answer.ts";
import { clusterOptions } from "./clusterOptions.ts";
import { userConfiguration } from "./effective.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { jobOptions } from "./jobOptions.ts";
import { forFlink } from "./forFlink.ts";
import { overlaid } from "./overlaid.ts";
import { portOptions } from "./ports.ts";
import { roleOptions } from "./roleResources.ts";
import { spelledFor } from "./spelled.ts";
import { unusable } from "./unusable.ts";
import { supportOf, versions } from "./versions.ts";
import type { WantedCluster } from "./wantedCluster.ts";

/**
 * Flink's configuration as it is deployed: what the user asks for, what follows from the rest of the resource, and what must be so for
 * the cluster to be what the resource says. Options of the operator itself are not in it.
 */
export function deployedConfiguration(wanted: WantedCluster): Answer<FlinkConfiguration> {
  const name = versionOf(wanted);
  if (name.kind === "problem") return name;
  const version = versions[name.value];
  const { resource, spec, defaults } = wanted;
  const user = userConfiguration({ namespace: resource.namespace, spec }, defaults);
  const jobManager = roleOptions("jobmanager", spec.jobManager);
  if (jobManager.kind === "problem") return jobManager;
  const taskManager = roleOptions("taskmanager", spec.taskManager);
  if (taskManager.kind === "problem") return taskManager;

  const described = overlaid(user, { ...jobManager.value, ...taskManager.value });
  const complete = jobOptions(wanted, version, clusterOptions(wanted, described));
  const because = unusable(complete, spec, version);
  if (because !== undefined) return problem(because);
  const ports = portOptions(complete);
  return ports.kind === "problem" ? ports : value(forFlink(spelledFor(version, { ...complete, ...ports.value })));
}

/** The resource's version, unless it is not run in the resource's mode. */
export function versionOf({ spec }: Pick<WantedCluster, "spec">): Answer<FlinkVersion> {
  if (spec.flinkVersion === undefined) return problem("spec.flinkVersion must be set, such as v1_20");
  const support = supportOf(spec.flinkVersion, modeOf(spec));
  if (support.kind !== "refused") return value(spec.flinkVersion);
  return problem(`${support.because} These do: ${support.instead.join(", ")}.`);
}
