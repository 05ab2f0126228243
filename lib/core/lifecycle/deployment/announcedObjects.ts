import type { FlinkResource } from "../flinkResource.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { wantedObjects, type Problems, type WantedObjects } from "../../objects/wantedObjects.ts";
import type { Creation } from "../plan.ts";

/** The objects of an announced deployment: the same at every try, as all that is random was chosen with the intent. */
export function announcedObjects(
  { intent, effect }: Creation,
  { metadata }: FlinkResource,
  defaults: OperatorDefaults,
): WantedObjects | Problems {
  const { name, namespace, uid } = metadata;
  return wantedObjects({
    resource: { name, namespace, uid, generation: intent.generation },
    spec: effect.spec,
    defaults,
    jobId: intent.jobId,
    deploymentId: intent.deploymentId,
    restoreFrom: intent.restoreFrom,
  });
}
