import type { RepairRequest } from "../core/drift/repairRequest.ts";
import type { Cluster } from "../ports/index.ts";

export async function sendRepair(request: RepairRequest, cluster: Cluster): Promise<void> {
  switch (request.verb) {
    case "create":
      await cluster.create(request.object);
      return;
    case "apply":
      await cluster.apply(request.object);
      return;
    case "patch":
      await cluster.patch(request.ref, request.patch);
      return;
    case "remove":
      await cluster.remove(request.ref, { uid: request.uid, propagation: "Background" });
  }
}
