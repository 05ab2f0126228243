import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { wantedObjects, type Problems, type WantedObjects } from "../../objects/wantedObjects.ts";
import type { Seen } from "../seen.ts";

/** The objects of the cluster that runs; where its job began is behind it. */
export function runningObjects(
  spec: FlinkDeploymentSpec,
  { resource, jobManager }: Pick<Seen, "resource" | "jobManager">,
  defaults: OperatorDefaults,
): WantedObjects | Problems {
  const { name, namespace, uid, generation } = resource.metadata;
  return wantedObjects({
    resource: { name, namespace, uid, generation: jobManager?.generation ?? generation },
    spec,
    defaults,
    jobId: resource.status.jobStatus?.jobId,
    deploymentId: jobManager?.deploymentId ?? "adopted",
    restoreFrom: { kind: "nothing" },
  });
}
