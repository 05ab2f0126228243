import { differences } from "../core/drift/differences.ts";
import { repairOf } from "../core/drift/repairOf.ts";
import { Faulted } from "../core/fault.ts";
import type { KindName, KubernetesObject } from "../core/kubernetes.ts";
import type { Cluster } from "../ports/index.ts";
import { liveObject } from "./liveObject.ts";
import { sendRepair } from "./sendRepair.ts";
import { refTo } from "./shard.ts";

/**
 * Server-side apply of an object of a cluster, also over one that is left of an earlier cluster and was edited so that an apply is refused: other
 * ports of a Service or another address, a ConfigMap that was made immutable. Throws `Faulted` where it is refused all the same.
 */
export async function applyOver(wanted: KubernetesObject, cluster: Cluster): Promise<void> {
  try {
    await cluster.apply(wanted);
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind !== "rejected") throw error;
    const live = await liveObject(refTo(wanted.kind as KindName, wanted.metadata), cluster);
    // What is going is not in the way for long.
    if (live === undefined || live.metadata.deletionTimestamp !== undefined) throw error;
    const requests = repairOf(wanted, live, differences(wanted, live));
    if (requests.length === 0) throw error;
    for (const request of requests) await sendRepair(request, cluster);
  }
}
