import type { KubernetesObject } from "../../core/kubernetes.ts";
import { delays } from "../delays.ts";
import { ApiError } from "../kubernetes/apiError.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import { waitForDependents } from "../kubernetes/deletion.ts";
import { type Deployment, deploymentOf, isReady, type Pod, podOf } from "../kubernetes/shapes.ts";
import type { SeededIds } from "../simulation/seededIds.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { deploymentStatus } from "./deploymentStatus.ts";
import { type EventRecorder, hash } from "./events.ts";

export interface DeploymentControllerParts {
  readonly api: ApiServer;
  readonly time: Timeline;
  readonly ids: SeededIds;
  readonly events: EventRecorder;
  /** Why pods are refused at the moment, as a quota would do it. */
  readonly podsRefused: () => string | undefined;
}

/** Kubernetes' Deployment and ReplicaSet controllers in one: pods belong to the Deployment itself. */
export class DeploymentController {
  readonly #parts: DeploymentControllerParts;

  constructor(parts: DeploymentControllerParts) {
    this.#parts = parts;
    parts.api.store.subscribe(({ object }) => {
      const { namespace = "", name, ownerReferences = [] } = object.metadata;
      if (object.kind === "Deployment") this.#soon(namespace, name);
      if (object.kind !== "Pod") return;
      for (const owner of ownerReferences) if (owner.kind === "Deployment") this.#soon(namespace, owner.name);
    });
  }

  #soon(namespace: string, name: string): void {
    this.#parts.time.once(this, `deployment ${namespace}/${name}`, delays.controller, () =>
      this.#reconcile(namespace, name),
    );
  }

  #reconcile(namespace: string, name: string): void {
    const { api, time } = this.#parts;
    const object = api.find({ kind: "Deployment", namespace, name });
    if (object === undefined || object.metadata.deletionTimestamp !== undefined) return;
    if (object.metadata.finalizers?.includes(waitForDependents) === true) return;
    const wanted = deploymentOf(object);
    const template = hash(JSON.stringify(wanted.spec.template)).slice(0, 10);
    const failure = this.#settle(object, wanted, template);
    const pods = this.#podsOf(wanted);
    const status = deploymentStatus({ wanted, pods, template, failure, now: time.timestamp() });
    api.patch(
      { kind: "Deployment", namespace, name },
      { type: "merge", body: { status } },
      { manager: "kube-controller-manager", subresource: "status" },
    );
  }

  /** Creates and deletes pods towards what is wanted; returns why that could not be done. */
  #settle(object: KubernetesObject, wanted: Deployment, template: string): string | undefined {
    const pods = this.#podsOf(wanted);
    const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const current = alive.filter((pod) => pod.metadata.labels["pod-template-hash"] === template);
    const old = alive.filter((pod) => !current.includes(pod));
    const recreating = wanted.spec.strategy.type === "Recreate" && pods.some((pod) => isOld(pod, template));
    // A rolling update brings the new ones up first and takes an old one away for each that is ready.
    const replaced = recreating
      ? old.length
      : Math.max(0, current.filter(isReady).length + old.length - wanted.spec.replicas);
    const surplus = [...current.slice(wanted.spec.replicas), ...old.slice(0, Math.min(old.length, replaced))];
    for (const pod of surplus) this.#parts.api.delete({ kind: "Pod", ...pod.metadata });
    if (recreating) return undefined;
    for (let missing = wanted.spec.replicas - current.length; missing > 0; missing -= 1) {
      const refused = this.#createPod(object, wanted, template);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  #createPod(object: KubernetesObject, wanted: Deployment, template: string): string | undefined {
    const { api, ids, events } = this.#parts;
    const { name, namespace, uid } = wanted.metadata;
    const podName = `${name}-${template}-${ids.suffix()}`;
    const because = this.#parts.podsRefused();
    if (because !== undefined) {
      const message = `pods "${podName}" is forbidden: ${because}`;
      events.record(object, {
        type: "Warning",
        reason: "FailedCreate",
        message: `Error creating: ${message}`,
        component: "replicaset-controller",
      });
      return message;
    }
    const { metadata, spec } = wanted.spec.template;
    const owner = { apiVersion: "apps/v1", kind: "Deployment", name, uid, controller: true, blockOwnerDeletion: true };
    const labels = { ...metadata.labels, "pod-template-hash": template };
    try {
      api.create({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...metadata, name: podName, namespace, labels, ownerReferences: [owner] },
        spec,
        status: { phase: "Pending" },
      });
      return undefined;
    } catch (error) {
      if (error instanceof ApiError) return error.message;
      throw error;
    }
  }

  /** The pods made for it: what else it owns, as the TaskManagers of native Flink, it leaves alone. */
  #podsOf(wanted: Deployment): readonly Pod[] {
    const { namespace, uid } = wanted.metadata;
    return this.#parts.api
      .list("Pod", { namespace, labels: "pod-template-hash" })
      .items.filter((pod) => pod.metadata.ownerReferences?.some((owner) => owner.uid === uid))
      .map(podOf)
      .filter((pod) => pod.status.phase !== "Failed" && pod.status.phase !== "Succeeded");
  }
}

const isOld = (pod: Pod, template: string): boolean => pod.metadata.labels["pod-template-hash"] !== template;
