import type { Charge } from "../../api/charge.ts";
import { changesAnnotation } from "../../api/resources/changeNote.ts";
import { chargeAnnotation } from "../../core/charge/chargeOf.ts";
import type { ChargedResource } from "../../core/charge/chargedResource.ts";
import { handedBack } from "../../core/charge/handedBack.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { Cluster } from "../../ports/index.ts";
import { readable } from "../readable.ts";

/** Says who is in charge, if the resource is still as it was read: whoever has claimed it meanwhile goes first. Throws `Faulted`. */
export const giveCharge = (object: KubernetesObject, to: Charge, cluster: Cluster): Promise<KubernetesObject> =>
  annotated(object, { [chargeAnnotation]: to }, cluster);

/**
 * Leaves a resource as the Apache operator would have it. From the first write on nobody of flink-fleet acts; cut off after it, all is done
 * but that our journal still stands in its status, which the next try takes out. The notes of changes go with the journal, which tells
 * that they are done: whoever takes the resource over again would tell of them once more. Throws `Faulted`.
 */
export async function handBack(object: KubernetesObject, cluster: Cluster): Promise<void> {
  const left = await annotated(object, { [chargeAnnotation]: "observe", [changesAnnotation]: null }, cluster);
  await cluster.writeStatus(left, handedBack(readable(kindOf(left), left)));
}

type Annotations = Readonly<Record<string, string | null>>;

async function annotated(object: KubernetesObject, annotations: Annotations, cluster: Cluster) {
  const { namespace = "default", name, uid, resourceVersion } = object.metadata;
  return await cluster.patch(
    { kind: kindOf(object), namespace, name },
    { metadata: { uid, resourceVersion, annotations } },
  );
}

const kindOf = ({ kind }: KubernetesObject): ChargedResource["kind"] =>
  kind === "FlinkSessionJob" ? kind : "FlinkDeployment";
