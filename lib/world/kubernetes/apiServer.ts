import type { KubernetesObject, ObjectMeta } from "../../core/kubernetes.ts";
import type { SeededIds } from "../simulation/seededIds.ts";
import { copyJson, isObject, type JsonObject, objectAt, sameJson } from "../simulation/json.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { alreadyExists, badRequest, conflict, invalid, noSuchResource, notFound } from "./apiError.ts";
import { withDefaults } from "./defaults.ts";
import { type DeletionOptions, isGoneWithoutFinalizers, markForDeletion } from "./deletion.ts";
import { installedTypes } from "./installedTypes.ts";
import { type Listing, type ListOptions, page } from "./listing.ts";
import { asSent, metadataOver } from "./objectMetadata.ts";
import { ObjectStore } from "./objectStore.ts";
import { applyJsonPatch, mergePatch } from "./patches.ts";
import { type ResourceType, typeOfKind } from "./resourceTypes.ts";
import { applyTo, type Owners, ownersAfterUpdate } from "./serverSideApply.ts";
import { addresses } from "./serviceAddresses.ts";
import { strategicMerge } from "./strategicMerge.ts";
import { fieldErrors } from "./validation.ts";

/** Names an object; no namespace for the kinds that have none. */
export interface Ref {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

export interface WriteOptions {
  readonly manager?: string | undefined;
  /** Answer as if, and change nothing. */
  readonly dryRun?: boolean | undefined;
  readonly subresource?: "status" | undefined;
}

export type Patch =
  | { readonly type: "merge" | "strategic" | "json"; readonly body: unknown }
  | { readonly type: "apply"; readonly body: unknown; readonly force: boolean };

/**
 * The Kubernetes API of one simulated cluster, in memory. What it gives out is frozen; every refusal is an `ApiError`.
 * Hand edits of tests go through it as those of people go through a real one.
 */
export class ApiServer {
  readonly store = new ObjectStore();
  readonly #time: Timeline;
  readonly #ids: SeededIds;
  readonly #owners = new Map<string, Owners>();
  readonly #address = addresses();

  constructor(time: Timeline, ids: SeededIds) {
    this.#time = time;
    this.#ids = ids;
    this.store.subscribe((change) => {
      if (change.type === "DELETED") this.#owners.delete(change.object.metadata.uid ?? "");
    });
  }

  /** The kind, if its CustomResourceDefinition is installed or it needs none; otherwise 404. */
  typeOf(kind: string): ResourceType {
    const type = typeOfKind(kind);
    if (type === undefined || (type.custom && !installedTypes(this.store).includes(type))) throw noSuchResource();
    return type;
  }

  read(ref: Ref): KubernetesObject {
    const type = this.typeOf(ref.kind);
    const found = this.store.get(type.kind, type.namespaced ? (ref.namespace ?? "default") : "", ref.name);
    if (found === undefined) throw notFound(type, ref.name);
    return found;
  }

  /** Like `read`, but `undefined` for what is not there. */
  find(ref: Ref): KubernetesObject | undefined {
    const type = this.typeOf(ref.kind);
    return this.store.get(type.kind, type.namespaced ? (ref.namespace ?? "default") : "", ref.name);
  }

  list(kind: string, options: ListOptions = {}): Listing {
    return page(this.store, this.typeOf(kind), options);
  }

  create(body: unknown, options: WriteOptions & { readonly namespace?: string | undefined } = {}): KubernetesObject {
    const type = this.typeOf(isObject(body) && typeof body["kind"] === "string" ? body["kind"] : "");
    const sent = this.#named(asSent(type, options.namespace ?? namespaceIn(body), body));
    const { namespace = "", name } = sent.metadata;
    if (sent.metadata.resourceVersion !== undefined)
      throw badRequest("resourceVersion should not be set on objects to be created");
    if (this.store.get(type.kind, namespace, name) !== undefined) throw alreadyExists(type, name);
    const object = this.#checked(type, this.#born(type, sent), undefined);
    if (options.dryRun === true) return object;
    if (type.namespaced) this.#provideNamespace(namespace);
    this.#recordUpdate(type, { apiVersion: "", kind: type.kind, metadata: { name } }, object, options.manager);
    return this.store.put(object);
  }

  /** PUT: everything that is not in the body goes. */
  update(body: unknown, options: WriteOptions & { readonly namespace?: string | undefined } = {}): KubernetesObject {
    const type = this.typeOf(isObject(body) && typeof body["kind"] === "string" ? body["kind"] : "");
    const sent = asSent(type, options.namespace ?? namespaceIn(body), body);
    return this.#replace(type, this.read({ kind: type.kind, ...nameOf(sent) }), sent, options);
  }

  patch(ref: Ref, patch: Patch, options: WriteOptions = {}): KubernetesObject {
    const type = this.typeOf(ref.kind);
    if (patch.type === "apply") return this.#apply(type, ref, patch, options);
    const current = this.read(ref);
    const body = this.#patched(type, current, patch);
    return this.#replace(type, current, asSent(type, current.metadata.namespace ?? "", body), options);
  }

  /** What is left of the object: with finalizers, or with a kubelet to wait for, it is still there. */
  delete(ref: Ref, options: DeletionOptions = {}): KubernetesObject {
    const type = this.typeOf(ref.kind);
    const current = this.read(ref);
    const { uid, resourceVersion } = current.metadata;
    if (options.uid !== undefined && options.uid !== uid)
      throw conflict(
        type,
        ref.name,
        `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid}`,
      );
    if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion)
      throw conflict(type, ref.name);
    if (options.dryRun === true) return current;
    const marked = markForDeletion(current, options, this.#time.timestamp());
    if (isGoneWithoutFinalizers(marked)) this.store.delete(current);
    else if (!sameJson(marked, current)) this.store.put(marked);
    return marked;
  }

  #patched(type: ResourceType, current: KubernetesObject, patch: Exclude<Patch, { type: "apply" }>): unknown {
    if (patch.type === "json") return applyJsonPatch(current, patch.body);
    if (!isObject(patch.body)) throw badRequest("the patch has to be an object");
    return patch.type === "strategic" && !type.custom
      ? strategicMerge(type.kind, current, patch.body)
      : mergePatch(current, patch.body);
  }

  #apply(type: ResourceType, ref: Ref, patch: Patch & { type: "apply" }, options: WriteOptions): KubernetesObject {
    const namespace = type.namespaced ? (ref.namespace ?? "default") : "";
    const configuration = copyJson(asSent(type, namespace, patch.body));
    const schema = { kind: type.kind, custom: type.custom };
    const manager = options.manager ?? "unknown";
    const current = this.store.get(type.kind, namespace, ref.name);
    const live = current ?? {
      ...configuration,
      metadata: { name: ref.name, ...(type.namespaced ? { namespace } : {}) },
    };
    const owners = this.#owners.get(current?.metadata.uid ?? "") ?? new Map();
    const applied = applyTo(live, owners, { schema, manager, force: patch.force, configuration });
    const object = asSent(type, namespace, { ...applied.object, status: live["status"] });
    const written =
      current === undefined
        ? this.create(object, { ...options, namespace })
        : this.#replace(type, current, object, { ...options, manager: undefined });
    if (options.dryRun !== true) this.#owners.set(written.metadata.uid ?? "", applied.owners);
    return written;
  }

  #replace(
    type: ResourceType,
    current: KubernetesObject,
    sent: KubernetesObject,
    options: WriteOptions,
  ): KubernetesObject {
    this.#refuseStale(type, current, sent);
    const next =
      options.subresource === "status" ? { ...current, status: sent["status"] } : this.#edited(type, current, sent);
    const checked = this.#checked(type, copyJson(next), current);
    const object = this.#withGeneration(type, current, checked);
    if (sameJson(object, current) || options.dryRun === true) return object;
    if (options.manager !== undefined || options.subresource === undefined)
      this.#recordUpdate(type, current, object, options.manager);
    if (!isGoneWithoutFinalizers(object)) return this.store.put(object);
    this.store.delete(current);
    return object;
  }

  #refuseStale(type: ResourceType, current: KubernetesObject, sent: KubernetesObject): void {
    const { resourceVersion, uid } = sent.metadata;
    if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
      throw conflict(type, current.metadata.name);
    if (uid !== undefined && uid !== current.metadata.uid) {
      const because = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`;
      throw conflict(type, current.metadata.name, because);
    }
  }

  #edited(type: ResourceType, current: KubernetesObject, sent: KubernetesObject): KubernetesObject {
    const metadata = metadataOver(current.metadata, sent.metadata);
    const { status: _, ...rest } = sent;
    const status = type.hasStatus ? current["status"] : sent["status"];
    return { ...rest, metadata, ...(status === undefined ? {} : { status }) };
  }

  #born(type: ResourceType, sent: KubernetesObject): KubernetesObject {
    const own: ObjectMeta = {
      name: sent.metadata.name,
      uid: this.#ids.uuid(),
      creationTimestamp: this.#time.timestamp(),
      ...(type.hasStatus ? { generation: 1 } : {}),
    };
    const { status, ...rest } = sent;
    const kept = type.hasStatus || status === undefined ? rest : sent;
    return { ...kept, metadata: metadataOver(own, sent.metadata) } as KubernetesObject;
  }

  #named(sent: KubernetesObject): KubernetesObject {
    const prefix = (sent.metadata as ObjectMeta & { readonly generateName?: unknown }).generateName;
    if (sent.metadata.name !== "" || typeof prefix !== "string") return sent;
    return { ...sent, metadata: { ...sent.metadata, name: `${prefix}${this.#ids.suffix()}` } };
  }

  #checked(type: ResourceType, object: KubernetesObject, before: KubernetesObject | undefined): KubernetesObject {
    const addressed = type.kind === "Service" ? this.#address(object, before) : object;
    const filled = copyJson(withDefaults(type.kind, addressed)) as KubernetesObject;
    const errors = fieldErrors(type, filled, before);
    if (errors.length > 0) throw invalid(type, object.metadata.name, errors);
    return filled;
  }

  #withGeneration(type: ResourceType, current: KubernetesObject, next: KubernetesObject): KubernetesObject {
    const { generation = 1 } = current.metadata;
    if (!type.hasStatus || sameJson(desired(next), desired(current))) return next;
    return { ...next, metadata: { ...next.metadata, generation: generation + 1 } };
  }

  #recordUpdate(type: ResourceType, before: JsonObject, after: KubernetesObject, manager = "unknown"): void {
    const uid = after.metadata.uid ?? "";
    const schema = { kind: type.kind, custom: type.custom };
    this.#owners.set(uid, ownersAfterUpdate(this.#owners.get(uid) ?? new Map(), { schema, manager, before, after }));
  }

  /** As the admission plug-in NamespaceAutoProvision does: a namespace comes with the first object in it. */
  #provideNamespace(name: string): void {
    if (this.store.get("Namespace", "", name) !== undefined) return;
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name }, status: { phase: "Active" } };
    this.create(namespace);
  }
}

/** All but metadata and status: what a generation counts the changes of. */
function desired(object: KubernetesObject): JsonObject {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return rest;
}

const namespaceIn = (body: unknown): string => String(objectAt(body, "metadata")["namespace"] ?? "default");

const nameOf = (object: KubernetesObject): { readonly namespace: string | undefined; readonly name: string } => ({
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});
