import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { deployedOf } from "../../core/lifecycle/observation/deployed.ts";
import type { TargetResources } from "../../core/snapshots/targetJob.ts";
import type { Shard } from "../shard.ts";
import { readable } from "../readable.ts";

export type FoundTarget =
  | { readonly kind: "none" }
  | { readonly kind: "missing" }
  /** Somebody else looks after the job, and so after its snapshots. */
  | { readonly kind: "notOurs" }
  | ({ readonly kind: "found" } & TargetResources);

/** The resource whose job the snapshot is of, and the cluster that runs it: from the lists of the pass, or read one by one. */
export async function targetResources(
  { metadata: { namespace }, spec: { jobReference } }: FlinkStateSnapshot,
  shard: Shard,
): Promise<FoundTarget> {
  const name = jobReference?.name;
  if (name === undefined) return { kind: "none" };
  if (jobReference?.kind !== "FlinkSessionJob") return clusterOf(namespace, name, shard, undefined);
  const found = await shard.sessionJobNamed(namespace, name);
  if (found === undefined) return { kind: "missing" };
  const sessionJob = readable("FlinkSessionJob", found);
  return clusterOf(namespace, sessionJob.spec.deploymentName, shard, sessionJob);
}

async function clusterOf(
  namespace: string,
  name: string | undefined,
  shard: Shard,
  sessionJob: TargetResources["sessionJob"],
): Promise<FoundTarget> {
  if (name === undefined) return { kind: "missing" };
  const own = await shard.ownCluster(namespace, name);
  const found = own ?? (await shard.cluster.read({ kind: "FlinkDeployment", namespace, name }));
  if (found === undefined) return { kind: "missing" };
  if (own === undefined && shard.scope.labelSelector !== undefined) return { kind: "notOurs" };
  const cluster = readable("FlinkDeployment", found);
  return { kind: "found", cluster, deployed: deployedOf(cluster), sessionJob };
}
