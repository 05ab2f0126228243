import { checkpointTimes } from "../../configuration/checkpointTimes.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { Instant } from "../../time.ts";
import { presentOptions } from "../presentOptions.ts";
import { runningSpec } from "../running.ts";
import type { Seen } from "../seen.ts";
import { clusterHealth, type ClusterHealth } from "./clusterHealth.ts";
import { healthInfoKey } from "./healthInfo.ts";

/** The health of the job that was looked at; `undefined` where nobody asks for it, or Flink did not tell. */
export function jobHealth(
  seen: Pick<Seen, "resource" | "deployed" | "flink">,
  { defaults, now }: { readonly defaults: OperatorDefaults; readonly now: Instant },
): ClusterHealth | undefined {
  const { resource, flink } = seen;
  if (flink.kind !== "answered" || flink.metrics === undefined) return undefined;
  const spec = runningSpec(seen);
  const { namespace } = resource.metadata;
  return clusterHealth({
    options: presentOptions(seen, defaults),
    before: resource.status.clusterInfo?.[healthInfoKey],
    metrics: flink.metrics,
    checkpointTimes: checkpointTimes(userConfiguration({ namespace, spec }, defaults), spec.job),
    now,
  });
}
