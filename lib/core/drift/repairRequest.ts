import type { KubernetesObject, ObjectRef } from "../kubernetes.ts";
import type { Json } from "../objects/json.ts";

/** One request that puts something right while everything runs: what the methods of the same names of the port `Cluster` take. */
export type RepairRequest =
  | { readonly verb: "create"; readonly object: KubernetesObject }
  | { readonly verb: "apply"; readonly object: KubernetesObject }
  | { readonly verb: "patch"; readonly ref: ObjectRef; readonly patch: Json }
  /** With propagation `Background`, and only that very object. An apply comes after it. */
  | { readonly verb: "remove"; readonly ref: ObjectRef; readonly uid: string | undefined };
