import type { FlinkDeploymentSpec } from "../api/resources/flinkDeployment.ts";
import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import { deploymentAnnotation } from "../core/configuration/clusterOptions.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { Faulted } from "../core/fault.ts";
import type { KindName, KubernetesObject } from "../core/kubernetes.ts";
import type { Creation } from "../core/lifecycle/plan.ts";
import { announcedObjects } from "../core/lifecycle/deployment/announcedObjects.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import { recordedSpec } from "../core/lifecycle/spec/lastReconciledSpec.ts";
import { runningObjects } from "../core/lifecycle/observation/runningObjects.ts";
import type { Cluster } from "../ports/index.ts";
import { applyOver } from "./applyOver.ts";
import { forgetEarlierJobs } from "./forgetEarlierJobs.ts";
import { removeIngress } from "./removeIngress.ts";
import { refTo } from "./shard.ts";

/**
 * Makes what the intent announces, in an order in which a crash leaves nothing that a repetition would not complete:
 * the Deployments are created, never applied over, so that only one of two racing runs makes them; the rest is applied.
 */
export async function createCluster(
  plan: Creation,
  resource: FlinkResource,
  cluster: Cluster,
  defaults: OperatorDefaults,
): Promise<void> {
  const wanted = announcedObjects(plan, resource, defaults);
  if (wanted.kind === "problems") {
    const because = wanted.problems.map(({ message }) => message).join("; ");
    throw new Faulted({ kind: "rejected", what: `${resource.metadata.namespace}/${resource.metadata.name}`, because });
  }
  const jobManager = await createdOrOurs(wanted.jobManager, cluster);
  // The name is ours by now, and no JobManager starts before its configuration is there.
  await forgetEarlierJobs(plan, resource, { cluster, defaults }, jobManager);
  for (const object of wanted.owned(jobManager.metadata.uid)) await applyOver(object, cluster);
  if (wanted.taskManager !== undefined) await createdOrOurs(wanted.taskManager, cluster);
  if (wanted.ingress !== undefined) await cluster.apply(wanted.ingress);
  else if (wanted.managesIngress && !isFirst(resource)) await removeIngress(resource, cluster);
}

/** Before it there was no Ingress that could be left over. */
function isFirst({ status }: FlinkResource): boolean {
  const announced = recordedSpec(status.reconciliationStatus?.lastReconciledSpec);
  return announced.kind !== "recorded" || announced.firstDeployment;
}

/** Makes the TaskManagers' Deployment of the cluster that runs, where somebody deleted it. */
export async function createTaskManagers(
  spec: FlinkDeploymentSpec,
  { resource, jobManager }: Seen,
  cluster: Cluster,
  defaults: OperatorDefaults,
): Promise<void> {
  const wanted = runningObjects(spec, { resource, jobManager }, defaults);
  if (wanted.kind === "problems" || wanted.taskManager === undefined) return;
  await createdOrOurs(wanted.taskManager, cluster);
}

/** Creates it, or finds that an earlier try of the very same deployment has done so. */
async function createdOrOurs(wanted: KubernetesObject, cluster: Cluster): Promise<KubernetesObject> {
  try {
    return await cluster.create(wanted);
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind !== "conflict") throw error;
    const found = await cluster.read(refTo(wanted.kind as KindName, wanted.metadata));
    if (found === undefined || isGoing(found)) throw error;
    if (!hasOwnerOf(wanted, found)) throw inTheWay(wanted, "belongs to somebody else");
    if (deployment(found) !== deployment(wanted)) throw inTheWay(wanted, "was made by another deployment");
    return found;
  }
}

const isGoing = ({ metadata }: KubernetesObject): boolean => metadata.deletionTimestamp !== undefined;

const deployment = ({ metadata }: KubernetesObject): string | undefined => metadata.annotations?.[deploymentAnnotation];

function hasOwnerOf(wanted: KubernetesObject, { metadata }: KubernetesObject): boolean {
  const owner = wanted.metadata.ownerReferences?.[0]?.uid;
  return metadata.ownerReferences?.some(({ uid }) => uid === owner) === true;
}

/** Not a lost race: no run makes a Deployment for anybody else. Looks list by Flink's labels, and may never see it. */
function inTheWay({ kind, metadata: { namespace, name } }: KubernetesObject, whose: string): Faulted {
  const because = `${kind} ${name} exists already and ${whose}: nothing is created beside it`;
  return new Faulted({ kind: "rejected", what: `${kind} ${namespace}/${name}`, because });
}
