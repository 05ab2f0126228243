import { saidCharge } from "../core/charge/chargeOf.ts";
import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import { Faulted } from "../core/fault.ts";
import type { Cluster } from "../ports/index.ts";

/** Throws `conflict` unless the resource is as it was looked at: a run that was held up may know less than another one by now. */
export async function unchanged(resource: FlinkResource, cluster: Cluster): Promise<void> {
  const { kind, metadata } = resource;
  const { namespace, name, resourceVersion } = metadata;
  const self = await cluster.read({ kind, namespace, name });
  if (self?.metadata.resourceVersion !== resourceVersion) {
    throw conflict(resource, "the resource has changed since it was looked at");
  }
  await inSameCharge(resource, cluster);
}

/** A session job that says nothing itself is ours for as long as its cluster is, which has a version of its own. */
async function inSameCharge(resource: FlinkResource, cluster: Cluster): Promise<void> {
  const { metadata, session } = resource;
  if (session === undefined || saidCharge(metadata) !== undefined) return;
  const { namespace } = metadata;
  const now = await cluster.read({ kind: "FlinkDeployment", namespace, name: session.name });
  if ((now && saidCharge(now.metadata)) === session.charge) return;
  throw conflict(resource, "somebody else is in charge of its session cluster since it was looked at");
}

const conflict = ({ kind, metadata: { namespace, name } }: FlinkResource, because: string): Faulted =>
  new Faulted({ kind: "conflict", what: `${kind} ${namespace}/${name}`, because });
