import { modeOf } from "../configuration/mode.ts";
import type { FlinkDeployment } from "../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { userConfiguration } from "../configuration/effective.ts";
import { taskManagerReplicas } from "../configuration/parallelism.ts";

/** What the scale subresource reads: how many TaskManagers there ought to be, and by which labels they are found. */
export function taskManagerScale(
  { metadata, spec }: Pick<FlinkDeployment, "metadata" | "spec">,
  defaults: OperatorDefaults,
): { labelSelector: string; replicas: number } {
  const { name, namespace } = metadata;
  const wanted = taskManagerReplicas(spec, userConfiguration({ namespace, spec }, defaults));
  // A native session cluster starts TaskManagers as its jobs need them: none are asked for.
  const replicas = spec.job === undefined && modeOf(spec) === "native" ? 0 : wanted;
  return { labelSelector: `component=taskmanager,app=${name}`, replicas };
}
