import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { WantedCluster } from "../../configuration/wantedCluster.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

/** All that the objects of the cluster that runs are made of, as its status records it. */
export function deployedCluster(seen: Pick<Seen, "resource" | "deployed">, defaults: OperatorDefaults): WantedCluster {
  const { metadata, status } = seen.resource;
  const { deployed, deploymentId = "made by another operator" } = status.fleet ?? {};
  const { name, namespace, uid, generation } = metadata;
  return {
    resource: { name, namespace, uid, generation: deployed?.generation ?? generation },
    spec: runningSpec(seen),
    defaults,
    jobId: status.jobStatus?.jobId,
    deploymentId,
    restoreFrom: deployed?.restoreFrom ?? { kind: "nothing" },
  };
}
