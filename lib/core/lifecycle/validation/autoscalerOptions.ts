import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { textOf } from "../../configuration/options.ts";

const prefix = "job.autoscaler.";
/** Read where the canonical key is not set. */
const oldPrefix = "kubernetes.operator.job.autoscaler.";
const oldNames: Readonly<Record<string, string>> = { "utilization.target": "target.utilization" };

export const autoscalerKey = (name: string): string => `${prefix}${name}`;

/** The value of an option of the autoscaler, by its name without prefix; undefined when it is set under none of its names. */
export function autoscalerOption(configuration: FlinkConfiguration, name: string): string | undefined {
  const names = [name, oldNames[name]].filter((one) => one !== undefined);
  const keys = [...names.map((one) => prefix + one), ...names.map((one) => oldPrefix + one)];
  return keys.map((key) => textOf(configuration, key)).find((text) => text !== undefined);
}

export const autoscalerFlag = (configuration: FlinkConfiguration, name: string): boolean =>
  autoscalerOption(configuration, name)?.toLowerCase() === "true";
