import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import { Faulted } from "../core/fault.ts";
import type { Cluster } from "../ports/index.ts";

/** Throws `conflict` unless the resource is as it was looked at: a run that was held up may know less than another one by now. */
export async function unchanged({ kind, metadata }: FlinkResource, cluster: Cluster): Promise<void> {
  const { namespace, name, resourceVersion } = metadata;
  const self = await cluster.read({ kind, namespace, name });
  if (self?.metadata.resourceVersion === resourceVersion) return;
  const because = "the resource has changed since it was looked at";
  throw new Faulted({ kind: "conflict", what: `${kind} ${namespace}/${name}`, because });
}
