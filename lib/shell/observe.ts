import { flinkDeployment, type FlinkDeployment } from "../api/resources/flinkDeployment.ts";
import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { observation } from "../core/lifecycle/observation.ts";
import { deployedSpec } from "../core/lifecycle/reconciled.ts";
import { restAddress } from "../core/lifecycle/restAddress.ts";
import type { DeploymentView, FlinkView, Seen } from "../core/lifecycle/seen.ts";
import type { Instant } from "../core/time.ts";
import type { Shard } from "./shard.ts";

/** Looks at all that belongs to one FlinkDeployment, asking no more than its state makes necessary. */
export async function observe(object: KubernetesObject, shard: Shard, at: Instant): Promise<Seen> {
  const resource = flinkDeployment.parse(object);
  const { namespace, name } = resource.metadata;
  const jobManager = await shard.deployment(namespace, name);
  const taskManager = await shard.deployment(namespace, `${name}-taskmanager`);
  const flink = await askFlink(resource, jobManager, shard);
  const seen: Seen = { resource, jobManager, taskManager, pods: undefined, flink, sessionJobs: [], haConfigMaps: [], at };
  if (resource.metadata.deletionTimestamp !== undefined) return goingAway(seen, shard);
  const up = jobManager === undefined || observation(seen).settled;
  return up ? seen : { ...seen, pods: await shard.pods(namespace, name) };
}

async function goingAway(seen: Seen, shard: Shard): Promise<Seen> {
  const { namespace, name } = seen.resource.metadata;
  const ours = seen.resource.spec.job === undefined ? await shard.sessionJobs() : [];
  const sessionJobs = ours
    .filter((job) => job.metadata.namespace === namespace && deploymentNameOf(job) === name)
    .map((job) => job.metadata.name);
  const pods = seen.jobManager === undefined ? [] : await shard.pods(namespace, name);
  const remains = seen.jobManager === undefined && seen.taskManager === undefined;
  return { ...seen, sessionJobs, pods, haConfigMaps: remains ? await haConfigMaps(seen.resource, shard) : [] };
}

const deploymentNameOf = (job: KubernetesObject): unknown =>
  (job["spec"] as { readonly deploymentName?: unknown } | undefined)?.deploymentName;

/** HA metadata carries the native label in both modes, and no owner. Of a resource that never deployed there is none of its own. */
async function haConfigMaps(resource: FlinkDeployment, shard: Shard): Promise<readonly string[]> {
  if (deployedSpec(resource) === undefined) return [];
  const { namespace, name } = resource.metadata;
  const labels = `app=${name},type=flink-native-kubernetes,component!=autoscaler`;
  const found = await shard.cluster.list({ kind: "ConfigMap", namespace, labels });
  return found.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.name);
}

/** One call for a running cluster; more only for what is new. A failed look is an answer of its own. */
async function askFlink(
  resource: FlinkDeployment,
  jobManager: DeploymentView | undefined,
  shard: Shard,
): Promise<FlinkView> {
  if (jobManager === undefined || jobManager.availableReplicas === 0 || jobManager.deleting) return { kind: "notAsked" };
  const at = restAddress(resource);
  const { flink } = shard.connection;
  try {
    const jobs = await flink.jobs(at);
    const info = resource.status.clusterInfo?.["flink-version"] === undefined ? await flink.clusterInfo(at) : undefined;
    const failed = jobs.find(({ id, state }) => id === resource.status.jobStatus?.jobId && state === "FAILED");
    const isNews = failed !== undefined && resource.status.jobStatus?.state !== "FAILED";
    return { kind: "answered", jobs, info, exceptions: isNews ? await flink.exceptions(at, failed.id, 1) : [] };
  } catch (error) {
    if (error instanceof Faulted) return { kind: "unreachable", because: error.message };
    throw error;
  }
}
