import { sentence } from "../api/problem.ts";
import { readFlinkDeployment } from "../api/read.ts";
import type { FlinkDeployment } from "../api/resources/flinkDeployment.ts";
import { Faulted } from "../core/fault.ts";
import type { JobStatus } from "../api/resources/common.ts";
import type { JobOverview } from "../core/flink.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { effectiveState } from "../core/lifecycle/jobState.ts";
import { observation } from "../core/lifecycle/observation.ts";
import { deployedOf } from "../core/lifecycle/deployed.ts";
import { steady } from "../core/lifecycle/steady.ts";
import { restAddress } from "../core/lifecycle/restAddress.ts";
import { ownedDeployments } from "../core/lifecycle/ownership.ts";
import type { DeploymentView, FlinkView, Seen, Target } from "../core/lifecycle/seen.ts";
import type { Instant } from "../core/time.ts";
import type { Flink } from "../ports/index.ts";
import type { Shard } from "./shard.ts";

type Subject = Pick<Seen, "resource" | "deployed">;

/** Looks at all that belongs to one FlinkDeployment, asking no more than its state makes necessary. */
export async function observe(object: KubernetesObject, shard: Shard, at: Instant): Promise<Seen> {
  const resource = readable(object);
  const { namespace, name } = resource.metadata;
  const deployed = deployedOf(resource);
  const jobManager = await shard.deployment(namespace, name);
  const taskManager = await shard.deployment(namespace, `${name}-taskmanager`);
  const flink = await askFlink({ resource, deployed }, jobManager, shard);
  const seen: Seen = {
    resource,
    deployed,
    jobManager,
    taskManager,
    pods: undefined,
    flink,
    sessionJobs: [],
    haConfigMaps: [],
    at,
  };
  if (resource.metadata.deletionTimestamp !== undefined) return goingAway(seen, shard);
  const up = jobManager === undefined || observation(seen).settled;
  return up ? seen : { ...seen, pods: await shard.pods(namespace, name) };
}

/** A resource that our CRD would not have let in, or a journal of a later version: nothing can be said of it but this. */
function readable(object: KubernetesObject): FlinkDeployment {
  const read = readFlinkDeployment(object);
  if (read.kind === "valid") return read.value;
  const { namespace, name } = object.metadata;
  const because = read.problems.map(sentence).join("; ");
  throw new Faulted({ kind: "rejected", what: `FlinkDeployment ${namespace}/${name}`, because });
}

async function goingAway(seen: Seen, shard: Shard): Promise<Seen> {
  const { namespace, name } = seen.resource.metadata;
  const ours = seen.resource.spec.job === undefined ? await shard.sessionJobs() : [];
  const sessionJobs = ours
    .filter((job) => job.metadata.namespace === namespace && deploymentNameOf(job) === name)
    .map((job) => job.metadata.name);
  const mayHavePods = seen.jobManager !== undefined || seen.deployed.kind !== "nothing";
  const pods = mayHavePods ? await shard.pods(namespace, name) : [];
  // The TaskManagers' name may be that of another resource's JobManager, which says nothing of this one.
  const isGone = seen.jobManager === undefined && ownedDeployments(seen).length === 0;
  return { ...seen, sessionJobs, pods, haConfigMaps: isGone ? await haConfigMaps(seen, shard) : [] };
}

const deploymentNameOf = (job: KubernetesObject): unknown =>
  (job["spec"] as { readonly deploymentName?: unknown } | undefined)?.deploymentName;

/** HA metadata carries the native label in both modes, and no owner. Of a resource that never deployed there is none of its own. */
async function haConfigMaps({ resource, deployed }: Seen, shard: Shard): Promise<readonly Target[]> {
  if (deployed.kind === "nothing") return [];
  const { namespace, name } = resource.metadata;
  const labels = `app=${name},type=flink-native-kubernetes,component!=autoscaler`;
  const found = await shard.cluster.list({ kind: "ConfigMap", namespace, labels });
  return found
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => ({ name: metadata.name, uid: metadata.uid ?? "" }));
}

/** A JobManager that is not available is not asked. A failed look is an answer of its own. */
async function askFlink(subject: Subject, jobManager: DeploymentView | undefined, shard: Shard): Promise<FlinkView> {
  if ((jobManager?.availableReplicas ?? 0) === 0 || jobManager?.deleting === true) return { kind: "notAsked" };
  try {
    return await answer(subject, shard.connection.flink);
  } catch (error) {
    if (error instanceof Faulted) return { kind: "unreachable", because: steady(error.message) };
    throw error;
  }
}

/** One call for a running cluster; more only for what is new. */
async function answer({ resource, deployed }: Subject, flink: Flink): Promise<FlinkView> {
  const at = restAddress({ resource, deployed });
  const { clusterInfo, jobStatus } = resource.status;
  const jobs = await flink.jobs(at);
  const isNew = clusterInfo?.["flink-version"] === undefined || startedRunning(jobs, jobStatus);
  const info = isNew ? await flink.clusterInfo(at) : undefined;
  const failed = jobs.find(({ id, state }) => id === jobStatus?.jobId && state === "FAILED");
  const isNews = failed !== undefined && jobStatus?.state !== "FAILED";
  return { kind: "answered", jobs, info, exceptions: isNews ? await flink.exceptions(at, failed.id, 1) : [] };
}

/** By then its TaskManagers are there, and can be counted. */
const startedRunning = (jobs: readonly JobOverview[], before: JobStatus | undefined): boolean =>
  before?.state !== "RUNNING" && jobs.some((job) => job.id === before?.jobId && effectiveState(job) === "RUNNING");
