import type { FlinkSessionJob } from "../api/resources/flinkSessionJob.ts";
import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { deployedOf } from "../core/lifecycle/observation/deployed.ts";
import type { Lens } from "../core/lifecycle/questions.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import { asFlinkResource } from "../core/lifecycle/sessionJobs/asFlinkResource.ts";
import { isDraining } from "../core/lifecycle/sessionJobs/isDraining.ts";
import { clusterOf } from "../core/lifecycle/sessionJobs/clusterOf.ts";
import { sessionDefaults, type ClusterLook } from "../core/lifecycle/sessionJobs/sessionCluster.ts";
import type { Ids, SpokeConnection } from "../ports/index.ts";
import { askFlink } from "./askFlink.ts";
import { lookAtSnapshots } from "./lookAtSnapshots.ts";
import { readable } from "./readable.ts";
import type { Shard } from "./shard.ts";

export interface SessionJobLook {
  readonly seen: Seen;
  /** What is asked for under the configuration of its cluster. */
  readonly defaults: Lens["defaults"];
}

/** Looks at a FlinkSessionJob and at its cluster. All jobs of a cluster are told in one answer of Flink, which a pass asks for once. */
export async function observeSessionJob(
  object: KubernetesObject,
  shard: Shard,
  { now, defaults: fleet }: Lens,
  ids: Ids,
): Promise<SessionJobLook> {
  const sessionJob = readable("FlinkSessionJob", object);
  const look = await clusterLook(sessionJob, shard, { defaults: fleet, ids });
  const defaults = sessionDefaults(look);
  const resource = asFlinkResource(sessionJob, look);
  const deployed = deployedOf(resource);
  const lens = { now, defaults };
  const seen: Seen = {
    resource,
    deployed,
    jobManager: look.jobManager,
    taskManager: undefined,
    pods: [],
    flink: await askFlink({ resource, deployed }, look.jobManager, shard, lens),
    sessionJobs: [],
    snapshots: undefined,
    inStatus: undefined,
    // What is kept of the job there Flink itself sees to.
    ha: { kind: "looked", configMaps: [], jobs: [] },
    drift: { kind: "notLookedAt" },
    at: now,
  };
  return { seen: { ...seen, ...(await lookAtSnapshots(seen, shard, lens)) }, defaults };
}

async function clusterLook(
  sessionJob: FlinkSessionJob,
  shard: Shard,
  { defaults, ids }: { readonly defaults: Lens["defaults"]; readonly ids: Ids },
): Promise<ClusterLook> {
  const { namespace, name: job } = sessionJob.metadata;
  const name = clusterOf(sessionJob);
  const found = await shard.clusterNamed(namespace, name);
  const resource = found === undefined ? undefined : readable("FlinkDeployment", found);
  return {
    name,
    found: resource && { resource, deployed: deployedOf(resource) },
    jobManager: await shard.deployment(namespace, name),
    defaults,
    jobIds: ids.digest(`${namespace}/${job}`),
  };
}

/** Throws `conflict` where the cluster is about to be changed: it counts on that no job is submitted which was not announced before. */
export async function stillTakesJobs({ resource }: Seen, { cluster }: SpokeConnection): Promise<void> {
  const { metadata, session } = resource;
  const name = session?.name ?? "";
  const found = await cluster.read({ kind: "FlinkDeployment", namespace: metadata.namespace, name });
  const now = found === undefined ? undefined : readable("FlinkDeployment", found);
  const isGoing = now?.metadata.deletionTimestamp !== undefined;
  if (now !== undefined && !isGoing && now.status.reconciliationStatus?.state !== "UPGRADING" && !isDraining(now))
    return;
  const because = "it has begun to be changed";
  throw new Faulted({ kind: "conflict", what: `session cluster ${metadata.namespace}/${name}`, because });
}
