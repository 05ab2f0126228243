import type { KubernetesObject } from "../../core/kubernetes.ts";
import { copyJson, isObject, objectAt, sameJson, textAt } from "../simulation/json.ts";
import type { SeededIds } from "../simulation/seededIds.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { Admission, type FieldValidation, refuseOther, refuseStale } from "./admission.ts";
import { alreadyExists, badRequest, conflict, noSuchResource, notFound } from "./apiError.ts";
import { type DeletionOptions, isGoneWithoutFinalizers, markForDeletion } from "./deletion.ts";
import { isInstalled } from "./installedTypes.ts";
import { type Listing, type ListOptions, page } from "./listing.ts";
import { asSent } from "./objectMetadata.ts";
import { ObjectStore } from "./objectStore.ts";
import { type Ownership, ownershipIn } from "./ownership.ts";
import { type Patch, patched } from "./patches.ts";
import { type ResourceType, typeOfKind } from "./resourceTypes.ts";
import { applyTo } from "./serverSideApply.ts";

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
  readonly fieldValidation?: FieldValidation | undefined;
}

type InNamespace = WriteOptions & { readonly namespace?: string | undefined };

/**
 * The Kubernetes API of one simulated cluster, in memory. What it gives out is frozen; every refusal is an `ApiError`.
 * Hand edits of tests go through it as those of people go through a real one.
 */
export class ApiServer {
  readonly store = new ObjectStore();
  readonly #admission: Admission;
  readonly #ownership: Ownership;
  readonly #time: Timeline;

  constructor(time: Timeline, ids: SeededIds) {
    this.#time = time;
    this.#ownership = ownershipIn(this.store, time);
    this.#admission = new Admission(this.store, time, ids);
  }

  /** The kind, if its CustomResourceDefinition is installed or it needs none; otherwise 404. */
  typeOf(kind: string): ResourceType {
    const type = typeOfKind(kind);
    if (type === undefined || !isInstalled(this.store, type)) throw noSuchResource();
    return type;
  }

  read(ref: Ref): KubernetesObject {
    return this.#ownership.told(this.#stored(ref));
  }

  /** Like `read`, but `undefined` for what is not there. */
  find(ref: Ref): KubernetesObject | undefined {
    const found = this.#found(ref);
    return found && this.#ownership.told(found);
  }

  list(kind: string, options: ListOptions = {}): Listing {
    const { items, ...listing } = page(this.store, this.typeOf(kind), options);
    return { ...listing, items: items.map((object) => this.#ownership.told(object)) };
  }

  create(body: unknown, options: InNamespace = {}): KubernetesObject {
    const type = this.typeOf(textAt(body, "kind") ?? "");
    const sent = asSent(type, scopeOf(type, options.namespace ?? namespaceIn(body)), body);
    if (sent.metadata.resourceVersion !== undefined)
      throw badRequest("resourceVersion should not be set on objects to be created");
    const born = this.#admission.born(type, sent);
    const { namespace = "", name } = born.metadata;
    if (this.store.get(type.kind, namespace, name) !== undefined) throw alreadyExists(type, name);
    const { fieldValidation } = options;
    const object = this.#admission.checked({ type, object: born, before: undefined, fieldValidation });
    if (options.dryRun === true) return object;
    if (type.namespaced) this.#provideNamespace(namespace);
    this.#ownership.updated({ type, before: {}, after: object, manager: options.manager });
    return this.store.put(object);
  }

  /** PUT: everything that is not in the body goes. */
  update(body: unknown, options: InNamespace = {}): KubernetesObject {
    const type = this.typeOf(textAt(body, "kind") ?? "");
    const sent = asSent(type, scopeOf(type, options.namespace ?? namespaceIn(body)), body);
    return this.#replace(this.#stored({ kind: type.kind, ...sent.metadata }), sent, options);
  }

  patch(ref: Ref, patch: Patch, options: WriteOptions = {}): KubernetesObject {
    if (patch.type === "apply") return this.#apply(ref, patch, options);
    const type = this.typeOf(ref.kind);
    const current = this.#stored(ref);
    const sent = asSent(type, current.metadata.namespace ?? "", patched(type, current, patch));
    return this.#replace(current, sent, options);
  }

  /** What is left of the object: with finalizers, or with a kubelet to wait for, it is still there. */
  delete(ref: Ref, options: DeletionOptions = {}): KubernetesObject {
    const type = this.typeOf(ref.kind);
    const current = this.#stored(ref);
    if (options.uid !== undefined) refuseOther(type, current, options.uid);
    if (options.resourceVersion !== undefined && options.resourceVersion !== current.metadata.resourceVersion)
      throw conflict(type, ref.name);
    if (options.dryRun === true) return current;
    const marked = markForDeletion(current, options, this.#time.timestamp());
    if (isGoneWithoutFinalizers(marked)) this.store.delete(current);
    else if (!sameJson(marked, current)) this.store.put(marked);
    return marked;
  }

  #stored(ref: Ref): KubernetesObject {
    const found = this.#found(ref);
    if (found === undefined) throw notFound(this.typeOf(ref.kind), ref.name);
    return found;
  }

  #found(ref: Ref): KubernetesObject | undefined {
    const type = this.typeOf(ref.kind);
    return this.store.get(type.kind, scopeOf(type, ref.namespace), ref.name);
  }

  #apply(ref: Ref, patch: Patch & { type: "apply" }, options: WriteOptions): KubernetesObject {
    const type = this.typeOf(ref.kind);
    const namespace = scopeOf(type, ref.namespace);
    const configuration = copyJson(asSent(type, namespace, patch.body));
    const current = this.#found(ref);
    const live = current ?? {
      ...configuration,
      metadata: { name: ref.name, ...(type.namespaced ? { namespace } : {}) },
    };
    const applied = applyTo(live, this.#ownership.of(current), {
      schema: type,
      manager: options.manager ?? "unknown",
      force: patch.force,
      configuration,
    });
    const object = { ...asSent(type, namespace, applied.object), status: live["status"] };
    const written =
      current === undefined ? this.create(object, { ...options, namespace }) : this.#replace(current, object, options);
    const isNews = written.metadata.resourceVersion !== current?.metadata.resourceVersion;
    const by = isNews ? `apply:${options.manager ?? "unknown"}` : undefined;
    if (options.dryRun !== true) this.#ownership.set(written, applied.owners, by);
    return written;
  }

  #replace(current: KubernetesObject, sent: KubernetesObject, options: WriteOptions): KubernetesObject {
    const type = this.typeOf(current.kind);
    const { subresource, fieldValidation, manager } = options;
    refuseStale(type, current, sent);
    const next =
      subresource === "status" ? { ...current, status: sent["status"] } : this.#admission.edited(type, current, sent);
    const checked = this.#admission.checked({ type, object: copyJson(next), before: current, fieldValidation });
    const object = this.#admission.withGeneration(type, current, checked);
    if (sameJson(object, current) || options.dryRun === true) return object;
    if (subresource === undefined) this.#ownership.updated({ type, before: current, after: object, manager });
    if (!isGoneWithoutFinalizers(object)) return this.store.put(object);
    this.store.delete(current);
    return object;
  }

  /** As the admission plug-in NamespaceAutoProvision does: a namespace comes with the first object in it. */
  #provideNamespace(name: string): void {
    if (this.store.get("Namespace", "", name) !== undefined) return;
    this.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }
}

const scopeOf = (type: ResourceType, namespace: string | undefined): string =>
  type.namespaced ? (namespace ?? "default") : "";

const namespaceIn = (body: unknown): string | undefined =>
  isObject(body) ? textAt(objectAt(body, "metadata"), "namespace") : undefined;
