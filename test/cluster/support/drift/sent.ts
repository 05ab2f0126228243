import type { RepairRequest } from "../../../../lib/core/drift/repairRequest.ts";
import type { Cluster } from "../../../../lib/ports/index.ts";

export async function sent(cluster: Cluster, requests: readonly RepairRequest[]): Promise<void> {
  for (const request of requests) await sentOne(cluster, request);
}

async function sentOne(cluster: Cluster, request: RepairRequest): Promise<unknown> {
  switch (request.verb) {
    case "create":
      return await cluster.create(request.object);
    case "apply":
      return await cluster.apply(request.object);
    case "patch":
      return await cluster.patch(request.ref, request.patch);
    case "remove":
      return await cluster.remove(request.ref, { uid: request.uid, propagation: "Background" });
  }
}
