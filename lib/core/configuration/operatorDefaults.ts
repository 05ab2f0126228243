import type { FleetFile } from "../../api/fleet.ts";
import { artifactOptions } from "./artifactRules.ts";
import { type OperatorDefaults, shippedDefaults } from "./defaults.ts";
import { type FlinkConfiguration, flattened } from "./flinkConfiguration.ts";
import { listText } from "./textLists.ts";

/** The shipped defaults with those of a fleet file over them, key by key and file by file. */
export function operatorDefaults({ defaults, artifacts }: Pick<FleetFile, "defaults" | "artifacts">): OperatorDefaults {
  const { flinkConfiguration, logConfiguration, repair } = defaults;
  const logs = Object.entries(logConfiguration).filter((file): file is [string, string] => file[1] !== undefined);
  return {
    configuration: { ...shippedDefaults.configuration, ...flattened(flinkConfiguration), ...ofArtifacts(artifacts) },
    logConfiguration: { ...shippedDefaults.logConfiguration, ...Object.fromEntries(logs) },
    ...(repair === undefined ? {} : { repair }),
  };
}

const ofArtifacts = ({ allowedHosts, maxSize }: FleetFile["artifacts"]): FlinkConfiguration => ({
  ...(allowedHosts.length === 0 ? {} : { [artifactOptions.hosts]: listText(allowedHosts) }),
  ...(maxSize === undefined ? {} : { [artifactOptions.size]: String(maxSize) }),
});
