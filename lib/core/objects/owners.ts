import type { OwnerReference } from "../kubernetes.ts";
import type { WantedCluster } from "../configuration/wantedCluster.ts";

/** Empty where an uid is not known: an owner reference is nothing without it. */
export function ownedByResource({ resource }: WantedCluster, controller: boolean): readonly OwnerReference[] {
  const { name, uid } = resource;
  if (uid === undefined) return [];
  return [
    {
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkDeployment",
      name,
      uid,
      controller,
      blockOwnerDeletion: true,
    },
  ];
}

export function ownedByJobManager({ resource }: WantedCluster, uid: string | undefined): readonly OwnerReference[] {
  if (uid === undefined) return [];
  return [
    { apiVersion: "apps/v1", kind: "Deployment", name: resource.name, uid, controller: true, blockOwnerDeletion: true },
  ];
}
