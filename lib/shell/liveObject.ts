import type { KubernetesObject, ObjectRef } from "../core/kubernetes.ts";
import type { Cluster } from "../ports/index.ts";

/** One object as it is there. Services and ConfigMaps are listed by name, which is all that our Role allows. */
export async function liveObject(ref: ObjectRef, cluster: Cluster): Promise<KubernetesObject | undefined> {
  if (ref.kind !== "Service" && ref.kind !== "ConfigMap") return await cluster.read(ref);
  const [found] = await cluster.list(ref);
  return found;
}
