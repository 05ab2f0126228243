import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { textOf } from "../configuration/options.ts";
import { slotsOf } from "../configuration/parallelism.ts";
import type { Role } from "../configuration/roleResources.ts";
import { listElements } from "../configuration/textLists.ts";
import { part, type Json } from "./json.ts";

/**
 * Requests and limits of a main container (KubernetesUtils.getResourceRequirements): cpu and memory are Flink's, whatever the template
 * says; what else the template asks for stays. Quantities are in the form that the API server would give them.
 */
export function containerResources(role: Role, bytes: number, configuration: FlinkConfiguration, template: Json): Json {
  const factor = (of: "cpu" | "memory"): number => limitFactor(role, of, configuration);
  const MiB = Math.floor(bytes / 2 ** 20);
  const cpu = cpuOf(role, configuration);
  const devices = role === "taskmanager" ? externalResources(configuration) : {};
  const resources = part(template, "resources");
  return {
    ...resources,
    requests: { ...part(resources, "requests"), ...devices, cpu: cpuText(cpu), memory: memoryText(MiB) },
    limits: {
      ...part(resources, "limits"),
      ...devices,
      cpu: cpuText(cpu * factor("cpu")),
      memory: memoryText(Math.floor(MiB * factor("memory"))),
    },
  };
}

/** How much more than it requests a process may use. */
export const limitFactor = (role: Role, of: "cpu" | "memory", configuration: FlinkConfiguration): number =>
  Number(textOf(configuration, `kubernetes.${role}.${of}.limit-factor`) ?? 1);

export function cpuOf(role: Role, configuration: FlinkConfiguration): number {
  const amount = Number(textOf(configuration, `kubernetes.${role}.cpu.amount`) ?? Number.NaN);
  if (role === "jobmanager") return Number.isNaN(amount) ? 1 : amount;
  const cores = Number(textOf(configuration, "taskmanager.cpu.cores") ?? amount);
  return cores > 0 ? cores : slotsOf(configuration);
}

/** Devices such as GPUs, each TaskManager's share of `external-resources`. */
function externalResources(configuration: FlinkConfiguration): Json {
  const names = listElements(textOf(configuration, "external-resources") ?? "");
  return Object.fromEntries(
    names.flatMap((name) => {
      const key = textOf(configuration, `external-resource.${name}.kubernetes.config-key`);
      const amount = textOf(configuration, `external-resource.${name}.amount`);
      return key === undefined || amount === undefined ? [] : [[key, amount]];
    }),
  );
}

function cpuText(cpu: number): string {
  const millis = Math.max(1, Math.round(cpu * 1000));
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

function memoryText(MiB: number): string {
  return MiB % 1024 === 0 ? `${MiB / 1024}Gi` : `${MiB}Mi`;
}
