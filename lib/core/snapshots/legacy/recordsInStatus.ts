import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";

/**
 * Whether snapshots that a resource asks for are recorded in its own status and not as FlinkStateSnapshots: the resource or the fleet says so, or the
 * kind is not installed.
 */
export const recordsInStatus = (
  configuration: FlinkConfiguration,
  fleet: FlinkConfiguration,
  kindIsKnown: boolean,
): boolean =>
  !kindIsKnown ||
  !operatorOption(configuration, "snapshot.resource.enabled") ||
  !operatorOption(fleet, "snapshot.resource.enabled");
