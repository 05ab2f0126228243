import { type Fault, Faulted } from "../core/fault.ts";
import type { KubernetesObject, ObjectRef } from "../core/kubernetes.ts";
import type { Cluster, Propagation, Query } from "../ports/index.ts";
import { ApiError } from "./kubernetes/apiError.ts";
import type { ApiServer } from "./kubernetes/apiServer.ts";
import { mergePatchBetween } from "./kubernetes/patches.ts";

/** Called before every call; throws where the call cannot get through. */
export type Line = (verb: string, what: string) => void;

const manager = "flink-fleet";

/** The port of the shell on a simulated API server. */
export function clusterPort(api: ApiServer, line: Line): Cluster {
  const call = async <T>(verb: string, what: string, act: () => T): Promise<T> => {
    line(verb, what);
    return translated(what, act);
  };
  return {
    list: (query) => call("list", described(query), () => listAll(api, query)),
    read: (ref) => call("read", named(ref), () => api.find(ref)),
    create: (object) => call("create", namedObject(object), () => api.create(object, { manager })),
    apply: (object, by = {}) =>
      call("apply", namedObject(object), () => applied(api, object, by.fieldManager ?? manager)),
    patch: (ref, body, by = {}) =>
      call("patch", named(ref), () => api.patch(ref, { type: "merge", body }, { manager: by.fieldManager ?? manager })),
    writeStatus: async (read, status) => {
      const changes = mergePatchBetween(read["status"] ?? {}, status);
      // As over a network: what asks for nothing is not sent.
      if (Object.keys(changes).length === 0) return read;
      return call("writeStatus", namedObject(read), () => statusWritten(api, read, changes));
    },
    remove: (ref, options) => call("remove", named(ref), () => removed(api, ref, options)),
  };
}

const listAll = (api: ApiServer, { kind, namespace, name, labels }: Query): readonly KubernetesObject[] =>
  api.list(kind, { namespace, labels, ...(name === undefined ? {} : { fields: `metadata.name=${name}` }) }).items;

const applied = (api: ApiServer, object: KubernetesObject, by: string): KubernetesObject =>
  api.patch(refOf(object), { type: "apply", body: object, force: true }, { manager: by });

function statusWritten(
  api: ApiServer,
  read: KubernetesObject,
  changes: Readonly<Record<string, unknown>>,
): KubernetesObject {
  const { resourceVersion, uid } = read.metadata;
  const body = { metadata: { resourceVersion, uid }, status: changes };
  return api.patch(refOf(read), { type: "merge", body }, { manager, subresource: "status" });
}

function removed(
  api: ApiServer,
  ref: ObjectRef,
  options: { readonly uid?: string | undefined; readonly propagation: Propagation },
): void {
  if (api.find(ref) !== undefined) api.delete(ref, options);
}

const refOf = (object: KubernetesObject): { kind: string; namespace: string | undefined; name: string } => ({
  kind: object.kind,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});

const named = (ref: ObjectRef): string => `${ref.kind} ${ref.namespace}/${ref.name}`;

const namedObject = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace}/${metadata.name}`;

const described = ({ kind, namespace = "*", name, labels }: Query): string =>
  [`${kind} ${namespace}${name === undefined ? "" : `/${name}`}`, labels].filter(Boolean).join(" ");

/** Runs it and turns the API server's refusals into the faults of the port. */
export function translated<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) throw new Faulted(faultOf(what, error), { cause: error });
    throw error;
  }
}

function faultOf(what: string, { code, message: because }: ApiError): Fault {
  if (code === 404) return { kind: "missing", what };
  if (code === 409) return { kind: "conflict", what, because };
  if (code === 401 || code === 403) return { kind: "denied", what, because };
  if (code === 429 || code >= 500) return { kind: "unavailable", what, because };
  return { kind: "rejected", what, because };
}
