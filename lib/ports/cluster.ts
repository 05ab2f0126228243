import type { KindName, KubernetesObject, ObjectRef } from "../core/kubernetes.ts";

export interface Query {
  readonly kind: KindName;
  /** All namespaces when absent. */
  readonly namespace?: string | undefined;
  /** Only the object of this name (a field selector). */
  readonly name?: string | undefined;
  /** In the syntax of kubectl's -l. */
  readonly labels?: string | undefined;
}

/** How a deletion treats the objects that the deleted one owns. */
export type Propagation = "Foreground" | "Background" | "Orphan";

export interface PatchOptions {
  /** Whose change it is, in `metadata.managedFields`: `flink-fleet` when left out. */
  readonly fieldManager?: "flink-fleet" | "flink-fleet-trigger" | "flink-fleet-apply" | undefined;
}

/** One spoke's Kubernetes API. Every method throws `Faulted` and nothing else for what may be expected to go wrong. */
export interface Cluster {
  /** The whole LIST, page by page. */
  list(query: Query): Promise<readonly KubernetesObject[]>;
  /** `undefined` only when the API server itself says 404 for the object (a missing CRD is the fault `missing`). */
  read(ref: ObjectRef): Promise<KubernetesObject | undefined>;
  /** POST: a name that is taken is the fault `conflict`. What must not be made twice is made with this. */
  create(object: KubernetesObject): Promise<KubernetesObject>;
  /** Server-side apply, force. `metadata.resourceVersion` or `metadata.uid` in the object make it conditional, as of a patch. */
  apply(object: KubernetesObject, options?: PatchOptions): Promise<KubernetesObject>;
  /** JSON merge patch. `metadata.resourceVersion` or `metadata.uid` in the patch make it conditional: `conflict` when moved on. */
  patch(ref: ObjectRef, patch: Readonly<Record<string, unknown>>, options?: PatchOptions): Promise<KubernetesObject>;
  /**
   * Replaces `status` by the one given, only if the object is still at the resourceVersion that was read: the claim.
   * Sends a merge patch of what differs. Returns the object with its new resourceVersion.
   */
  writeStatus(read: KubernetesObject, status: Readonly<Record<string, unknown>>): Promise<KubernetesObject>;
  /** An object that is not there is no fault. With `uid`, only that very object is deleted. */
  remove(
    ref: ObjectRef,
    options: { readonly uid?: string | undefined; readonly propagation: Propagation },
  ): Promise<void>;
}
