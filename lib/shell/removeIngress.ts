import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import type { Cluster } from "../ports/index.ts";

/** The Ingress of a resource has its name, and is removed only if it belongs to it. */
export async function removeIngress({ metadata }: FlinkResource, cluster: Cluster): Promise<void> {
  const { namespace, name, uid } = metadata;
  const found = await cluster.read({ kind: "Ingress", namespace, name });
  const isOurs = found?.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
  if (isOurs)
    await cluster.remove({ kind: "Ingress", namespace, name }, { uid: found.metadata.uid, propagation: "Background" });
}
