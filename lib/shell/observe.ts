import { asksForRestart } from "../core/lifecycle/drift/asksForRestart.ts";
import { readResource } from "../api/read.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { modeOf } from "../core/configuration/mode.ts";
import { taskManagerName } from "../core/objects/names.ts";
import { observation } from "../core/lifecycle/observation/observation.ts";
import { askFlink } from "./askFlink.ts";
import { keepsHa, looksAtHa, needsCluster, type Lens } from "../core/lifecycle/questions.ts";
import { isDone, isOver, isSuspended, runningSpec } from "../core/lifecycle/observation/running.ts";
import { haJobs } from "../core/lifecycle/upgrade/haMetadata.ts";
import { isScaling } from "../core/lifecycle/scaling/wantedScaling.ts";
import { deployedOf } from "../core/lifecycle/observation/deployed.ts";
import { ownedDeployments } from "../core/lifecycle/observation/ownership.ts";
import type { HaView, Seen } from "../core/lifecycle/seen.ts";
import { isOnCluster } from "../core/lifecycle/sessionJobs/clusterOf.ts";
import { sessionJobView, unreadableView } from "../core/lifecycle/sessionJobs/sessionJobView.ts";
import { lookAtDrift } from "./lookAtDrift.ts";
import { lookAtSnapshots } from "./lookAtSnapshots.ts";
import { readable } from "./readable.ts";
import type { Shard } from "./shard.ts";

/** Looks at all that belongs to one FlinkDeployment, asking no more than its state makes necessary. */
export async function observe(object: KubernetesObject, shard: Shard, lens: Lens): Promise<Seen> {
  const resource = readable("FlinkDeployment", object);
  const { namespace, name } = resource.metadata;
  const deployed = deployedOf(resource);
  const isUp = isDone({ resource, deployed }) && !isOver({ resource, deployed });
  const isStandalone = modeOf(runningSpec({ resource, deployed })) === "standalone";
  const jobManager = await shard.deployment(namespace, name, isUp);
  const taskManager = await shard.deployment(namespace, taskManagerName(name), isUp && isStandalone);
  const flink = await askFlink({ resource, deployed }, jobManager, shard, lens);
  const bare: Seen = {
    resource,
    deployed,
    jobManager,
    taskManager,
    pods: undefined,
    flink,
    sessionJobs: [],
    snapshots: undefined,
    inStatus: undefined,
    ha: { kind: "notLookedAt" },
    drift: { kind: "notLookedAt" },
    at: lens.now,
  };
  const compared = { ...bare, drift: await lookAtDrift(bare, shard, lens) };
  const seen = {
    ...compared,
    ha: looksAtHa(compared, lens) ? await haView(compared, shard, lens) : bare.ha,
    ...(await lookAtSnapshots(compared, shard, lens)),
    sessionJobs: looksAtSessionJobs(compared) ? await sessionJobsOf(compared, shard) : [],
  };
  if (resource.metadata.deletionTimestamp !== undefined) return goingAway(seen, shard);
  return looksAtPods(seen, lens) ? { ...seen, pods: await shard.pods(namespace, name) } : seen;
}

/** Where everything is up, or nothing is there and nothing ought to be, pods say nothing new. */
function looksAtPods(seen: Seen, lens: Lens): boolean {
  if (seen.deployed.kind === "recorded" && (!isDone(seen) || isSuspended(seen) || isScaling(seen))) return true;
  // It is being stopped, and its pods are waited for.
  if (seen.jobManager?.wantedReplicas === 0) return true;
  return seen.jobManager === undefined
    ? seen.deployed.kind === "recorded" && needsCluster(seen, lens)
    : !observation(seen).settled;
}

async function goingAway(seen: Seen, shard: Shard): Promise<Seen> {
  const { namespace, name } = seen.resource.metadata;
  const mayHavePods = seen.jobManager !== undefined || seen.deployed.kind !== "nothing";
  const pods = mayHavePods ? await shard.pods(namespace, name) : [];
  return { ...seen, pods };
}

/** They hold back the deletion of their cluster, and are stopped before it is changed. */
function looksAtSessionJobs({ resource, deployed, drift }: Seen): boolean {
  if (resource.spec.job !== undefined) return false;
  return (
    resource.metadata.deletionTimestamp !== undefined ||
    (deployed.kind === "recorded" && deployed.difference.class !== "ignore") ||
    asksForRestart(drift)
  );
}

async function sessionJobsOf({ resource }: Seen, shard: Shard): Promise<Seen["sessionJobs"]> {
  const all = await shard.sessionJobs();
  return all.flatMap((object) => viewOf(object, resource.metadata));
}

/** One that cannot be read runs nothing of ours, and holds back the deletion of the cluster that it names. */
function viewOf(object: KubernetesObject, cluster: Seen["resource"]["metadata"]): Seen["sessionJobs"] {
  if (object.metadata.namespace !== cluster.namespace) return [];
  const read = readResource(object);
  if (read.kind === "valid" && read.value.kind === "FlinkSessionJob") {
    return isOnCluster(read.value, cluster) ? [sessionJobView(read.value)] : [];
  }
  const { deploymentName } = (object["spec"] ?? {}) as { readonly deploymentName?: unknown };
  return deploymentName === cluster.name ? [unreadableView(object.metadata.name)] : [];
}

/** HA metadata carries the native label in both modes, and no owner. Of a resource that never deployed there is none of its own. */
async function haView(seen: Seen, shard: Shard, { defaults }: Lens): Promise<HaView> {
  const isGoingAway = seen.resource.metadata.deletionTimestamp !== undefined;
  const kept = keepsHa(seen, defaults);
  if (kept !== "inConfigMaps" && !isGoingAway) return kept === "elsewhere" ? { kind: kept } : nothingKept;
  // As long as it runs, what it keeps is Flink's own. The TaskManagers' name may be that of another resource's JobManager.
  if (isGoingAway && (seen.jobManager !== undefined || ownedDeployments(seen).length > 0))
    return { kind: "notLookedAt" };
  const { namespace, name } = seen.resource.metadata;
  const labels = `app=${name},type=flink-native-kubernetes,component!=autoscaler`;
  const listed = await shard.cluster.list({ kind: "ConfigMap", namespace, labels });
  const found = listed.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const configMaps = found.map(({ metadata }) => ({ name: metadata.name, uid: metadata.uid ?? "" }));
  return { kind: "looked", configMaps, jobs: haJobs(found) };
}

const nothingKept: HaView = { kind: "looked", configMaps: [], jobs: [] };
