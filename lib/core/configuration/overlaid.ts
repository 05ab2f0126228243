import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { otherNames } from "./optionNames.ts";

/**
 * Options overlaid by others that are more special. An option of the upper layer also hides its other names in the lower one; else the
 * newest name would win in Flink, whichever layer it comes from.
 */
export function overlaid(below: FlinkConfiguration, above: FlinkConfiguration): FlinkConfiguration {
  return { ...without(below, Object.keys(above)), ...above };
}

/** The configuration without these options, under whichever name they are set. */
export function without(configuration: FlinkConfiguration, options: readonly string[]): FlinkConfiguration {
  const hidden = new Set(options.flatMap(otherNames));
  return Object.fromEntries(Object.entries(configuration).filter(([key]) => !hidden.has(key)));
}
