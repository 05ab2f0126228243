import { type KindName, type ObjectRef, kinds } from "../../core/kubernetes.ts";

/** Path of a collection, or of one object in it, or of a part (`status`) of that. */
export function pathOf(kind: KindName, namespace?: string, ...rest: readonly string[]): string {
  const { apiVersion, plural } = kinds[kind];
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === undefined ? [] : ["namespaces", namespace];
  return [root, ...[...scope, plural, ...rest].map(encodeURIComponent)].join("/");
}

export const pathTo = (ref: ObjectRef, ...rest: readonly string[]): string =>
  pathOf(ref.kind, ref.namespace, ref.name, ...rest);

/** How an object is called in faults. */
export const nameOf = (ref: ObjectRef): string => `${ref.kind} ${ref.namespace}/${ref.name}`;

/** How a kind is called in the fault for a server that does not know it. */
export function kindName(kind: KindName): string {
  const { apiVersion, plural } = kinds[kind];
  const group = apiVersion.split("/")[0];
  return apiVersion.startsWith("flink.apache.org/")
    ? `the custom resource definition ${plural}.${group} (version ${apiVersion.split("/")[1]})`
    : `the API of ${plural} (${apiVersion})`;
}
