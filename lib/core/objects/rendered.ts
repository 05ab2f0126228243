import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import type { RestoreFrom } from "../configuration/wantedCluster.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import { wantedObjects, type Problems } from "./wantedObjects.ts";

/** Of a FlinkDeployment, what a file of it has. */
export interface Renderable {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid?: string | undefined;
    readonly generation?: number | undefined;
  };
  readonly spec: FlinkDeploymentSpec;
}

export interface RenderedObjects {
  readonly kind: "objects";
  readonly objects: readonly KubernetesObject[];
}

/** Stand for what is chosen when it is deployed. */
const placeholders = { jobId: "0".repeat(32), deploymentId: "chosen-when-deployed" } as const;

/**
 * All objects that a first deployment of the resource would create, without a cluster and the same every time: ids are placeholders, and
 * owner references, which need uids, are left out.
 */
export function renderedObjects(
  { metadata, spec }: Renderable,
  defaults: OperatorDefaults,
): RenderedObjects | Problems {
  const made = wantedObjects({
    resource: {
      name: metadata.name,
      namespace: metadata.namespace,
      uid: undefined,
      generation: metadata.generation ?? 1,
    },
    spec,
    defaults,
    jobId: spec.job === undefined ? undefined : placeholders.jobId,
    deploymentId: placeholders.deploymentId,
    restoreFrom: initialState(spec),
  });
  if (made.kind === "problems") return made;
  const { jobManager, taskManager, ingress } = made;
  const objects = [jobManager, taskManager, ...made.owned(undefined), ingress];
  return { kind: "objects", objects: objects.filter((one) => one !== undefined) };
}

/** Where the first deployment of a job starts from. */
export function initialState({ job }: FlinkDeploymentSpec): RestoreFrom {
  const path = job?.initialSavepointPath?.trim() ?? "";
  return path === "" ? { kind: "nothing" } : { kind: "savepoint", path };
}
