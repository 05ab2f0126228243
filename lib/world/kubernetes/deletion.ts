import type { KubernetesObject, ObjectMeta } from "../../core/kubernetes.ts";
import type { Propagation } from "../../ports/index.ts";
import { listAt, objectAt } from "../simulation/json.ts";

export interface DeletionOptions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly propagation?: Propagation | undefined;
  /** 0 removes a pod without waiting for its kubelet. */
  readonly gracePeriodSeconds?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Held by the garbage collector until what the object owns is gone, or is nobody's. */
export const waitForDependents = "foregroundDeletion";
export const releaseDependents = "orphan";

/** The object with what its deletion asks for: a time, and a finalizer for the way its dependents are treated. */
export function markForDeletion(object: KubernetesObject, options: DeletionOptions, now: string): KubernetesObject {
  const { metadata } = object;
  const finalizers = new Set(metadata.finalizers);
  if (options.propagation === "Foreground") finalizers.add(waitForDependents);
  if (options.propagation === "Orphan") finalizers.add(releaseDependents);
  const grace = gracePeriod(object, options);
  const marked: ObjectMeta & { readonly deletionGracePeriodSeconds: number } = {
    ...metadata,
    deletionTimestamp: metadata.deletionTimestamp ?? now,
    deletionGracePeriodSeconds: grace,
    ...(metadata.generation === undefined || metadata.deletionTimestamp !== undefined
      ? {}
      : { generation: metadata.generation + 1 }),
    ...(finalizers.size === 0 ? {} : { finalizers: [...finalizers] }),
  };
  return { ...object, metadata: marked };
}

/** Marked, and nothing and nobody holds it back. Namespaces have their finalizer in spec. */
export function isGoneWithoutFinalizers(object: KubernetesObject): boolean {
  const { deletionTimestamp } = object.metadata;
  const finalizers = [...(object.metadata.finalizers ?? []), ...listAt(object["spec"], "finalizers")];
  const grace = objectAt(object, "metadata")["deletionGracePeriodSeconds"] ?? 0;
  return deletionTimestamp !== undefined && finalizers.length === 0 && grace === 0;
}

/** Only a pod that has been given to a node is waited for. */
function gracePeriod(object: KubernetesObject, options: DeletionOptions): number {
  if (object.kind !== "Pod" || objectAt(object, "spec")["nodeName"] === undefined) return 0;
  const own = objectAt(object, "spec")["terminationGracePeriodSeconds"];
  return options.gracePeriodSeconds ?? (typeof own === "number" ? own : 30);
}
