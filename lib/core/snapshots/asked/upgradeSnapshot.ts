import type { FlinkResource } from "../../lifecycle/flinkResource.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import type { KubernetesObject } from "../../kubernetes.ts";
import type { Instant } from "../../time.ts";
import { snapshotObject } from "./snapshotObject.ts";

/**
 * The FlinkStateSnapshot that keeps a savepoint which an upgrade or a suspension has taken: retention counts it, and deletes its files
 * if it is told to. `at` is when the savepoint was asked for, so that a repeated run makes the same name.
 */
export function upgradeSnapshot(
  resource: FlinkResource,
  configuration: FlinkConfiguration,
  { path, at }: { readonly path: string; readonly at: Instant },
): KubernetesObject {
  const name = `${resource.metadata.name}-savepoint-upgrade-${at}`;
  return snapshotObject(resource, configuration, { type: "SAVEPOINT", trigger: "UPGRADE", name, existing: path });
}
