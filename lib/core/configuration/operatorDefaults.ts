import type { FleetDefaults } from "../../api/fleet.ts";
import { type OperatorDefaults, shippedDefaults } from "./defaults.ts";
import { flattened } from "./flinkConfiguration.ts";

/** The shipped defaults with those of a fleet file over them, key by key and file by file. */
export function operatorDefaults({ flinkConfiguration, logConfiguration }: FleetDefaults): OperatorDefaults {
  const logs = Object.entries(logConfiguration).filter((file): file is [string, string] => file[1] !== undefined);
  return {
    configuration: { ...shippedDefaults.configuration, ...flattened(flinkConfiguration) },
    logConfiguration: { ...shippedDefaults.logConfiguration, ...Object.fromEntries(logs) },
  };
}
