import { modeOf } from "../../configuration/mode.ts";
import { isTrue } from "../../configuration/options.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { DriftingCluster } from "../../drift/driftClass.ts";
import type { Instant } from "../../time.ts";
import { isApplication, runningSpec } from "../observation/running.ts";
import { runningOptions } from "../observation/runningOptions.ts";
import { keepsHa } from "../questions.ts";
import type { Seen } from "../seen.ts";

/** What the class of a difference depends on. */
export function driftingCluster(
  seen: Pick<Seen, "resource" | "deployed">,
  defaults: OperatorDefaults,
  lastStart: Instant | undefined,
): DriftingCluster {
  const { spec, metadata } = seen.resource;
  return {
    name: metadata.name,
    mode: modeOf(runningSpec(seen)),
    kind: isApplication(seen) ? "application" : "session",
    highAvailability: keepsHa(seen, defaults) !== "no",
    keepsState: spec.job?.upgradeMode !== "stateless",
    hostNetwork: isTrue(runningOptions(seen, defaults), "kubernetes.hostnetwork.enabled", false),
    lastStart,
  };
}
