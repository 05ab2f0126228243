import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { initialState } from "../../objects/rendered.ts";
import { resourceTotals } from "../../objects/resourceTotals.ts";
import type { Circumstances } from "../circumstances.ts";
import { healthInfoKey } from "../health/healthInfo.ts";
import { jobHealth } from "../health/jobHealth.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { javaDouble } from "../spec/javaDouble.ts";

/** `status.clusterInfo`: what Flink told last, what the cluster may use, and what its health is judged by, under the Apache operator's keys. */
export function clusterInfo(
  seen: Seen,
  { defaults, now }: Pick<Circumstances, "defaults" | "now">,
): Record<string, string> {
  const { resource, flink } = seen;
  const health = jobHealth(seen, { defaults, now });
  const known = health === undefined || health.kind === "unknown" ? {} : { [healthInfoKey]: health.info };
  const before = { ...resource.status.clusterInfo, ...known };
  if (flink.kind !== "answered" || flink.info === undefined) return before;
  const { version, revision, taskManagers } = flink.info;
  return { ...before, "flink-version": version, "flink-revision": revision, ...totals(seen, taskManagers, defaults) };
}

function totals(seen: Seen, taskManagers: number, defaults: OperatorDefaults): Record<string, string> {
  const { name, namespace, uid, generation } = seen.resource.metadata;
  const spec = runningSpec(seen);
  const found = resourceTotals(
    {
      resource: { name, namespace, uid, generation },
      spec,
      defaults,
      jobId: seen.resource.status.jobStatus?.jobId,
      deploymentId: "",
      restoreFrom: initialState(spec),
    },
    taskManagers,
  );
  return found === undefined ? {} : { "total-cpu": javaDouble(found.cpu), "total-memory": String(found.memory) };
}
