import { kinds, type KubernetesObject, type ObjectRef } from "../kubernetes.ts";

/** What is asked of the API server, and of Flink. Status and Events are no writes in this sense. */
export type WriteVerb =
  | "create"
  | "apply"
  | "patch"
  | "delete"
  | "stop with savepoint"
  | "cancel"
  | "run"
  | "rescale"
  | "take a savepoint"
  | "take a checkpoint"
  | "dispose of a savepoint";

/** One write to a spoke. */
export interface Write {
  readonly verb: WriteVerb;
  /** `Deployment orders/orders`, or `Flink orders/orders`: the Flink cluster of that name. */
  readonly object: string;
}

export const objectText = ({ kind, namespace, name }: ObjectRef): string => `${kind} ${namespace}/${name}`;

/** Of a FlinkStateSnapshot the name tells when it was asked for, which nobody knows beforehand. */
export const writtenText = ({ kind, namespace, name }: ObjectRef): string =>
  kind === "FlinkStateSnapshot" ? `${kind} ${namespace}/${name.replace(/-\d+$/u, "")}` : `${kind} ${namespace}/${name}`;

export const flinkText = ({ namespace, service }: { readonly namespace: string; readonly service: string }): string =>
  `Flink ${namespace}/${service.replace(/-rest$/u, "")}`;

export const refOf = ({ kind, metadata }: KubernetesObject): ObjectRef => {
  if (!isKind(kind)) throw new TypeError(`${kind} ${metadata.name} is of a kind that flink-fleet does not write`);
  return { kind, namespace: metadata.namespace ?? "default", name: metadata.name };
};

const isKind = (kind: string): kind is ObjectRef["kind"] => Object.hasOwn(kinds, kind);
