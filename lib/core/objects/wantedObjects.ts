import { modeOf } from "../configuration/mode.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { WantedCluster } from "../configuration/wantedCluster.ts";
import { blueprint } from "./blueprint.ts";
import type { ClusterObjects } from "./clusterObjects.ts";
import { ingressOf } from "./ingress.ts";
import { managesIngress } from "./managesIngress.ts";
import { nativeObjects } from "./native.ts";
import { standaloneObjects } from "./standalone.ts";

/** Why there are no objects, in sentences for the user. */
export interface Problems {
  readonly kind: "problems";
  readonly problems: readonly { readonly message: string }[];
}

export interface WantedObjects extends ClusterObjects {
  readonly kind: "objects";
  /** Owned by the resource; undefined when it asks for none, or when Ingresses are left to others. */
  readonly ingress: KubernetesObject | undefined;
  /** Whether one that is there and is not wanted is to go. */
  readonly managesIngress: boolean;
}

/** The Kubernetes objects of one deployment of a resource. */
export function wantedObjects(wanted: WantedCluster): WantedObjects | Problems {
  const print = blueprint(wanted);
  if (print.kind === "problem") return { kind: "problems", problems: [{ message: print.because }] };
  const objects = modeOf(wanted.spec) === "native" ? nativeObjects(print.value) : standaloneObjects(print.value);
  const managed = managesIngress({ namespace: wanted.resource.namespace, spec: wanted.spec }, wanted.defaults);
  const ingress = managed ? ingressOf(wanted, print.value.configuration) : undefined;
  return { kind: "objects", ...objects, ingress, managesIngress: managed };
}
