import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import type { RepairRequest } from "../../../../lib/core/drift/repairRequest.ts";
import { withMerged } from "./afterEdit.ts";
import { applied, born, type Live, updated } from "./live.ts";

const ours = "flink-fleet";

/** What becomes of an object by the requests of a repair, in their order. */
export const repaired = (live: Live | undefined, requests: readonly RepairRequest[]): Live | undefined =>
  requests.reduce<Live | undefined>(afterRequest, live);

function afterRequest(live: Live | undefined, request: RepairRequest): Live | undefined {
  if (request.verb === "remove") return undefined;
  if (request.verb === "patch") {
    if (live === undefined) throw new Error("what is not there cannot be patched");
    return updated(live, withMerged(live.object, request.patch), ours);
  }
  const { object } = request;
  if (live === undefined) return born(object);
  if (request.verb === "create") throw new Error(`${object.metadata.name} is there already`);
  return applied(live, { ...withoutIdentity(object) }, ours);
}

function withoutIdentity({ apiVersion: _apiVersion, kind: _kind, metadata, ...rest }: KubernetesObject) {
  const { labels, annotations, ownerReferences } = metadata;
  return { ...rest, metadata: { labels, annotations, ownerReferences } };
}
