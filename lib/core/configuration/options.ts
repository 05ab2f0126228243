import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { namesOf } from "./optionNames.ts";

/** The value that Flink would use for the option (given by its newest name), or undefined when no name of it is set. */
export function valueOf(configuration: FlinkConfiguration, option: string): string | undefined {
  const name = namesOf(option).find((one) => configuration[one] !== undefined);
  return name === undefined ? undefined : configuration[name];
}

/** Like valueOf, but a value of blanks only counts as none. */
export function textOf(configuration: FlinkConfiguration, option: string): string | undefined {
  const text = valueOf(configuration, option)?.trim();
  return text === "" ? undefined : text;
}

/** Flink's booleans: `true` in any case; anything else that is set is false. */
export function isTrue(configuration: FlinkConfiguration, option: string, otherwise: boolean): boolean {
  const text = textOf(configuration, option);
  return text === undefined ? otherwise : text.toLowerCase() === "true";
}

/** Flink's HighAvailabilityMode.isHighAvailabilityModeActivated. */
export function haIsActive(configuration: FlinkConfiguration): boolean {
  return (textOf(configuration, "high-availability.type") ?? "NONE").toUpperCase() !== "NONE";
}

/** HA through ConfigMaps, by its short name or by the class that every version since 1.12 understands. */
export function haIsKubernetes(configuration: FlinkConfiguration): boolean {
  const type = textOf(configuration, "high-availability.type") ?? "";
  return type.toLowerCase() === "kubernetes" || type.endsWith(".KubernetesHaServicesFactory");
}

export const checkpointDirectory = (configuration: FlinkConfiguration): string | undefined =>
  textOf(configuration, "execution.checkpointing.dir");

export const savepointDirectory = (configuration: FlinkConfiguration): string | undefined =>
  textOf(configuration, "execution.checkpointing.savepoint-dir");
