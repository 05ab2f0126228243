import { modeOf } from "../../configuration/mode.ts";
import type { FlinkResource } from "../flinkResource.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import { parallelismOf, slotsOf, taskManagerReplicas } from "../../configuration/parallelism.ts";

interface Scale {
  readonly labelSelector: string;
  readonly replicas: number;
}

const none: Scale = { labelSelector: "", replicas: 0 };

/**
 * What the scale subresource reads, and so `kubectl scale` and a HorizontalPodAutoscaler: how many TaskManagers there ought to be, and by
 * which labels they are found. As in the Apache operator nothing for a suspended job; better: standalone session clusters have one too.
 */
export function taskManagerScale(
  { metadata, spec }: Pick<FlinkResource, "metadata" | "spec">,
  defaults: OperatorDefaults,
): Scale {
  const { name, namespace } = metadata;
  if (spec.job?.state === "suspended") return none;
  const configuration = userConfiguration({ namespace, spec }, defaults);
  const labelSelector = `component=taskmanager,app=${name}`;
  if (modeOf(spec) === "standalone") return { labelSelector, replicas: taskManagerReplicas(spec, configuration) };
  // A native session cluster starts TaskManagers as its jobs need them: none are asked for.
  const parallelism = parallelismOf(spec, configuration);
  return parallelism === undefined
    ? none
    : { labelSelector, replicas: Math.ceil(parallelism / slotsOf(configuration)) };
}
