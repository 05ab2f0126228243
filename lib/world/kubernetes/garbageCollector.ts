import type { KubernetesObject, OwnerReference } from "../../core/kubernetes.ts";
import { delays } from "../delays.ts";
import type { Timeline } from "../simulation/timeline.ts";
import type { ApiServer, Ref } from "./apiServer.ts";
import { releaseDependents, waitForDependents } from "./deletion.ts";

/**
 * Kubernetes' garbage collector: deletes what has owners of which none exists (any more), and finishes foreground and
 * orphaning deletions.
 */
export class GarbageCollector {
  readonly #api: ApiServer;
  readonly #time: Timeline;
  /** Uids of objects by the uid of an owner. */
  readonly #dependents = new Map<string, Set<string>>();

  constructor(api: ApiServer, time: Timeline) {
    this.#api = api;
    this.#time = time;
    api.store.subscribe(({ type, object }) => {
      const { uid = "", ownerReferences = [], deletionTimestamp } = object.metadata;
      if (type !== "DELETED") this.#remember(uid, ownerReferences);
      if (type === "DELETED") this.#soonForDependentsOf(uid);
      else if (deletionTimestamp !== undefined) this.#soonForDeletion(uid);
      if (type === "ADDED" && ownerReferences.length > 0) this.#soonForDependent(uid);
      for (const owner of ownerReferences) if (type === "DELETED") this.#soonForDeletion(owner.uid);
    });
  }

  #remember(uid: string, owners: readonly OwnerReference[]): void {
    for (const owner of owners)
      this.#dependents.set(owner.uid, (this.#dependents.get(owner.uid) ?? new Set()).add(uid));
  }

  #soonForDependent(uid: string): void {
    this.#time.once(this, `collect ${uid}`, delays.garbageCollection, () => this.#collectIfOrphaned(uid));
  }

  #soonForDependentsOf(uid: string): void {
    for (const dependent of this.#dependents.get(uid) ?? []) this.#soonForDependent(dependent);
    this.#dependents.delete(uid);
  }

  #soonForDeletion(uid: string): void {
    this.#time.once(this, `finish ${uid}`, delays.garbageCollection, () => this.#finishDeletion(uid));
  }

  #collectIfOrphaned(uid: string): void {
    const object = this.#api.store.withUid(uid);
    const owners = object?.metadata.ownerReferences ?? [];
    if (object === undefined || owners.length === 0 || object.metadata.deletionTimestamp !== undefined) return;
    const left = owners.filter((owner) => this.#exists(owner, object.metadata.namespace));
    if (left.length === 0) this.#api.delete(refTo(object), { uid, propagation: "Background" });
    else if (left.length < owners.length) this.#setOwners(object, left);
  }

  /** An owner of the right uid under another name or kind is none. */
  #exists(owner: OwnerReference, namespace: string | undefined): boolean {
    const { kind = "", metadata } = this.#api.store.withUid(owner.uid) ?? {};
    return kind === owner.kind && metadata?.name === owner.name && (metadata.namespace ?? namespace) === namespace;
  }

  #finishDeletion(uid: string): void {
    const object = this.#api.store.withUid(uid);
    if (object?.metadata.deletionTimestamp === undefined) return;
    const finalizers = object.metadata.finalizers ?? [];
    if (finalizers.includes(releaseDependents)) this.#release(object);
    if (!finalizers.includes(waitForDependents)) return;
    const dependents = this.#dependentsOf(uid);
    for (const dependent of dependents)
      if (dependent.metadata.deletionTimestamp === undefined)
        this.#api.delete(refTo(dependent), {
          propagation: this.#hasDependents(dependent) ? "Foreground" : "Background",
        });
    if (!this.#dependentsOf(uid).some((dependent) => blocks(dependent, uid)))
      this.#dropFinalizer(object, waitForDependents);
  }

  #release(owner: KubernetesObject): void {
    const { uid } = owner.metadata;
    for (const dependent of this.#dependentsOf(uid ?? "")) {
      const others = dependent.metadata.ownerReferences?.filter((reference) => reference.uid !== uid) ?? [];
      this.#setOwners(dependent, others);
    }
    this.#dropFinalizer(owner, releaseDependents);
  }

  #dependentsOf(uid: string): readonly KubernetesObject[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((dependent) => {
      const object = this.#api.store.withUid(dependent);
      return object?.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true ? [object] : [];
    });
  }

  #hasDependents(object: KubernetesObject): boolean {
    return this.#dependentsOf(object.metadata.uid ?? "").some((dependent) => blocks(dependent, object.metadata.uid));
  }

  #setOwners(object: KubernetesObject, owners: readonly OwnerReference[]): void {
    const ownerReferences = owners.length === 0 ? null : owners;
    this.#api.patch(refTo(object), { type: "merge", body: { metadata: { ownerReferences } } }, { manager });
  }

  #dropFinalizer(object: KubernetesObject, finalizer: string): void {
    const finalizers = object.metadata.finalizers?.filter((each) => each !== finalizer) ?? [];
    this.#api.patch(refTo(object), { type: "merge", body: { metadata: { finalizers } } }, { manager });
  }
}

const manager = "kube-controller-manager";

const blocks = (dependent: KubernetesObject, uid: string | undefined): boolean =>
  dependent.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true) === true;

const refTo = (object: KubernetesObject): Ref => ({
  kind: object.kind,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});
