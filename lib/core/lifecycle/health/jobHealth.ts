import { checkpointTimes } from "../../configuration/checkpointTimes.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { Instant } from "../../time.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { runningSpec } from "../observation/running.ts";
import { runningOptions } from "../observation/runningOptions.ts";
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
  return clusterHealth({
    options: presentOptions(seen, defaults),
    before: resource.status.clusterInfo?.[healthInfoKey],
    metrics: flink.metrics,
    checkpointTimes: checkpointTimes(runningOptions(seen, defaults), runningSpec(seen).job),
    now,
  });
}
