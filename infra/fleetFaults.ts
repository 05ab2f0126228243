import { readFleet } from "../lib/api/fleet/readFleet.ts";

/** Why the hub could not work with a fleet file in its bundle, a sentence each. `file` is its name for them. */
export function fleetFaults(text: string, file: string): readonly string[] {
  const reading = readFleet(text, file);
  if (reading.kind === "invalid") return reading.messages;
  return Object.entries(reading.fleet.clusters)
    .filter(([, { kind }]) => kind === "kubeconfig")
    .map(
      ([name]) =>
        `${file}: clusters.${name} is reached by a kubeconfig, which is no part of the bundle: must have region, for a cluster on EKS`,
    );
}
