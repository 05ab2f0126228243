import type { KubernetesObject, ObjectRef } from "../../lib/core/kubernetes.ts";

/** What the thread of the simulated clusters begins with. */
export interface Start {
  readonly spokes: readonly string[];
  readonly start: number;
  /** In each cluster. */
  readonly objects: readonly object[];
}

export type Request =
  | { readonly kind: "servers" }
  | { readonly kind: "advance"; readonly by: number }
  /** As `kubectl patch --type merge` of a spec. */
  | { readonly kind: "edit"; readonly spoke: string; readonly ref: ObjectRef; readonly spec: object }
  | { readonly kind: "objects"; readonly of: "FlinkDeployment" | "FlinkSessionJob" }
  | { readonly kind: "bytes" };

/** As seen by whoever calls. */
export interface Bytes {
  received: number;
  sent: number;
}

export interface Answer {
  readonly servers?: Readonly<Record<string, string>>;
  readonly objects?: readonly KubernetesObject[];
  readonly bytes?: Readonly<Record<string, Bytes>>;
  readonly violations?: readonly string[];
}
