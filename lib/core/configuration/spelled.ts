import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { haIsKubernetes } from "./options.ts";
import { renamed } from "./optionNames.ts";
import { versions, type Version } from "./versions.ts";

/** What HA in ConfigMaps is called before the short name `kubernetes` came with Flink 1.16. */
const kubernetesHa = "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory";

/**
 * The configuration in the names that this version knows. Flink passes over a name that it does not know without a word: high
 * availability, for one, would be off in Flink and on for everybody else.
 */
export function spelledFor(version: Version, configuration: FlinkConfiguration): FlinkConfiguration {
  const inNames = Object.fromEntries(
    Object.entries(configuration).flatMap(([key, text]) => {
      const name = nameIn(version, key);
      // Both names may be set; the newer one wins, as it would in a version that knows it.
      return name === key && isHidden(version, configuration, key) ? [] : [[name, text]];
    }),
  );
  if (version.knowsKubernetesHa || !haIsKubernetes(inNames)) return inNames;
  return { ...inNames, "high-availability": kubernetesHa };
}

function nameIn(version: Version, key: string): string {
  const known = renamed[key];
  return known === undefined || isSince(version, known.since) ? key : known.older[0];
}

function isHidden(version: Version, configuration: FlinkConfiguration, key: string): boolean {
  return Object.keys(configuration).some((other) => other !== key && nameIn(version, other) === key);
}

function isSince(version: Version, since: keyof typeof versions): boolean {
  const rows = Object.values(versions);
  return rows.indexOf(version) >= rows.indexOf(versions[since]);
}
