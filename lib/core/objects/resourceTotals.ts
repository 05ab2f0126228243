import type { WantedCluster } from "../configuration/wantedCluster.ts";
import { textOf } from "../configuration/options.ts";
import type { Role } from "../configuration/roleResources.ts";
import { blueprint, type Blueprint } from "./blueprint.ts";
import { cpuOf, limitFactor } from "./containerResources.ts";

/** Cores and bytes that a cluster may use at most. */
export interface ResourceTotals {
  readonly cpu: number;
  readonly memory: number;
}

/** What JobManagers and this many TaskManagers may use together (the Apache operator's FlinkUtils.calculateClusterCpuUsage). */
export function resourceTotals(wanted: WantedCluster, taskManagers: number): ResourceTotals | undefined {
  const print = blueprint(wanted);
  if (print.kind === "problem") return undefined;
  const replicas = Number(textOf(print.value.configuration, "kubernetes.jobmanager.replicas") ?? 1);
  const jobManager = limitsOf(print.value, "jobmanager", print.value.memory.jobManager);
  const taskManager = limitsOf(print.value, "taskmanager", print.value.memory.taskManager);
  return {
    cpu: jobManager.cpu * replicas + taskManager.cpu * taskManagers,
    memory: Math.trunc(jobManager.memory * replicas + taskManager.memory * taskManagers),
  };
}

const limitsOf = ({ configuration }: Blueprint, role: Role, bytes: number): ResourceTotals => ({
  cpu: cpuOf(role, configuration) * limitFactor(role, "cpu", configuration),
  memory: bytes * limitFactor(role, "memory", configuration),
});
