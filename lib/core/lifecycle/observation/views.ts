import type { LiveDeployment, LivePod } from "../../../api/live.ts";
import { parsedInstant, seconds, since } from "../../time.ts";
import { steady } from "../status/steady.ts";
import { deploymentAnnotation, generationAnnotation } from "../../configuration/clusterOptions.ts";
import { mainContainerName } from "../../objects/mainContainer.ts";
import { containerTrouble } from "./containerTrouble.ts";
import type { DeploymentView, PodView, Trouble } from "../seen.ts";

export function deploymentView({ metadata, spec, status }: LiveDeployment): DeploymentView {
  const generation = metadata.annotations[generationAnnotation];
  return {
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    owners: metadata.ownerReferences.map(({ uid }) => uid),
    generation: generation === undefined ? undefined : Number(generation),
    deploymentId: metadata.annotations[deploymentAnnotation],
    neverAvailable: neverAvailable(status.conditions, metadata.creationTimestamp),
    wantedReplicas: spec.replicas,
    replicas: status.replicas,
    availableReplicas: status.availableReplicas,
    deleting: metadata.deletionTimestamp !== undefined,
    failure: replicaFailure(status.conditions),
  };
}

/** The controller writes its first verdict a moment after the Deployment was made, which may be in the next second. */
const firstVerdict = seconds(2);

/** As the Apache operator tells it (ApplicationReconciler): not available, and so ever since the Deployment was made. */
function neverAvailable(conditions: LiveDeployment["status"]["conditions"], createdAt: string | undefined): boolean {
  const available = conditions.find(({ type }) => type === "Available");
  if (available?.status !== "False" || available.lastTransitionTime === undefined || createdAt === undefined)
    return false;
  return since(parsedInstant(createdAt), parsedInstant(available.lastTransitionTime)) <= firstVerdict;
}

/** No pod can even be created: a quota, an admission webhook, a missing service account. */
function replicaFailure(conditions: LiveDeployment["status"]["conditions"]): Trouble | undefined {
  const failure = conditions.find(({ type, status }) => type === "ReplicaFailure" && status === "True");
  return failure === undefined ? undefined : { reason: failure.reason, message: steady(failure.message) };
}

export function podView({ metadata, status }: LivePod): PodView {
  const containers = [...status.initContainerStatuses, ...status.containerStatuses];
  return {
    name: metadata.name,
    component: metadata.labels["component"] === "taskmanager" ? "taskmanager" : "jobmanager",
    ready: status.conditions.some(({ type, status: met }) => type === "Ready" && met === "True"),
    deleting: metadata.deletionTimestamp !== undefined,
    started: status.containerStatuses.some(({ name, started }) => name === mainContainerName && started === true),
    trouble:
      containers.map(containerTrouble).find((trouble) => trouble !== undefined) ?? unschedulable(status.conditions),
  };
}

function unschedulable(conditions: LivePod["status"]["conditions"]): Trouble | undefined {
  const found = conditions.find(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable");
  return found === undefined
    ? undefined
    : { reason: "Unschedulable", message: "no node has room for a pod, or none is allowed for it" };
}
