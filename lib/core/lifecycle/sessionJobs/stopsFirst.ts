import type { UpgradeMode } from "../../../api/resources/common.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { haIsActive } from "../../configuration/options.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

/**
 * Whether a job is stopped with its state before its cluster is made anew. Where the next cluster can read the HA metadata of this one Flink
 * recovers its jobs itself: then only those are stopped whose mode asks for a savepoint. Else the state would be lost, and what another
 * version of Flink had left in the HA metadata would keep the next one from starting.
 */
export function stopsFirst(
  mode: UpgradeMode,
  { resource, deployed }: Pick<Seen, "resource" | "deployed">,
  defaults: OperatorDefaults,
): boolean {
  const { namespace } = resource.metadata;
  const [running, target] = [runningSpec({ resource, deployed }), resource.spec];
  const hasHa = (spec: typeof target): boolean => haIsActive(userConfiguration({ namespace, spec }, defaults));
  const leaves = hasHa(running);
  if (leaves && running.flinkVersion !== target.flinkVersion) return true;
  return leaves && hasHa(target) ? mode === "savepoint" : mode !== "stateless";
}
