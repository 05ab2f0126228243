import { taskManagerReplicas } from "../configuration/parallelism.ts";
import { port } from "../configuration/ports.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import { taskManagerArguments } from "./arguments.ts";
import type { Blueprint } from "./blueprint.ts";
import { deploymentOf } from "./deployment.ts";
import type { Json } from "./json.ts";
import { configuredMounts, flinkConf } from "./mounts.ts";
import { taskManagerName } from "./names.ts";
import { mapOption } from "./pod.ts";

/** The TaskManagers' Deployment `<cluster>-taskmanager` of a standalone cluster; native ones start their TaskManagers themselves. */
export function taskManagerOf(print: Blueprint, spec: Json): KubernetesObject {
  const { wanted, configuration, memory } = print;
  const name = taskManagerName(wanted.resource.name);
  return deploymentOf(print, name, taskManagerReplicas(wanted.spec, configuration), {
    role: "taskmanager",
    template: print.templates.taskManager ?? {},
    bytes: memory.taskManager,
    args: taskManagerArguments(print),
    ports: [{ name: "taskmanager-rpc", containerPort: port(configuration, "taskmanager.rpc.port") }],
    mounts: [...configuredMounts(configuration), flinkConf(print)],
    annotations: mapOption(configuration, "kubernetes.taskmanager.annotations"),
    spec,
  });
}
