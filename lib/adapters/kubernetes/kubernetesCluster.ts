import { Faulted } from "../../core/fault.ts";
import { type KindName, type KubernetesObject, kinds, type ObjectRef } from "../../core/kubernetes.ts";
import type { Cluster, PatchOptions, Propagation, Query } from "../../ports/cluster.ts";
import { object, page, parsed } from "./answers.ts";
import type { Call, Connection, Reply } from "./connection.ts";
import { kindName, nameOf, pathOf, pathTo } from "./paths.ts";
import { replyFault, statusIn } from "./replyFault.ts";
import { statusPatch } from "./statusPatch.ts";

const pageSize = "500";
const mergePatchType = "application/merge-patch+json";
const applyType = "application/apply-patch+yaml";
export const fieldManager = "flink-fleet";

type Patch = Readonly<Record<string, unknown>>;

export class KubernetesCluster implements Cluster {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async list(query: Query): Promise<readonly KubernetesObject[]> {
    const first = await this.#listOnce(query);
    if (first !== "expired") return first;
    const second = await this.#listOnce(query);
    if (second !== "expired") return second;
    throw new Faulted({
      kind: "unavailable",
      what: listName(query),
      because: "the list expired twice while being read",
    });
  }

  /** Pages belong to one revision of the store; when that is compacted away in the meantime, the rest cannot be had. */
  async #listOnce(query: Query): Promise<readonly KubernetesObject[] | "expired"> {
    const { apiVersion } = kinds[query.kind];
    const found: KubernetesObject[] = [];
    let next: string | undefined;
    do {
      const reply = await this.#connection.send(listCall(query, next));
      if (reply.status === 410) return "expired";
      const { items, metadata } = parsed(page, ok(reply, query.kind, listName(query)), listName(query));
      for (const item of items) found.push({ apiVersion, kind: query.kind, ...item });
      next = metadata.continue === "" ? undefined : metadata.continue;
    } while (next !== undefined);
    return found;
  }

  async read(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    const reply = await this.#connection.send({ method: "GET", path: pathTo(ref), what: nameOf(ref) });
    return saysGone(reply) ? undefined : objectIn(reply, ref.kind, nameOf(ref));
  }

  async create(wanted: KubernetesObject): Promise<KubernetesObject> {
    const ref = refOf(wanted);
    return await this.#write(ref, {
      method: "POST",
      path: pathOf(ref.kind, ref.namespace),
      query: { fieldManager },
      body: wanted,
    });
  }

  async apply(wanted: KubernetesObject, by: PatchOptions = {}): Promise<KubernetesObject> {
    return await this.#write(refOf(wanted), {
      method: "PATCH",
      query: { fieldManager: by.fieldManager ?? fieldManager, force: "true" },
      contentType: applyType,
      body: wanted,
    });
  }

  async patch(ref: ObjectRef, patch: Patch, by: PatchOptions = {}): Promise<KubernetesObject> {
    return await this.#write(ref, {
      method: "PATCH",
      query: { fieldManager: by.fieldManager ?? fieldManager },
      contentType: mergePatchType,
      body: patch,
    });
  }

  async writeStatus(read: KubernetesObject, status: Patch): Promise<KubernetesObject> {
    const patch = statusPatch(read["status"], status);
    if (patch === undefined) return read;
    const ref = refOf(read);
    const { uid, resourceVersion } = read.metadata;
    if (resourceVersion === undefined) throw new TypeError(`${nameOf(ref)} was not read: it has no resourceVersion`);
    return await this.#write(ref, {
      method: "PATCH",
      path: pathTo(ref, "status"),
      query: { fieldManager },
      contentType: mergePatchType,
      body: { metadata: { uid, resourceVersion }, status: patch },
    });
  }

  async remove(
    ref: ObjectRef,
    { uid, propagation }: { readonly uid?: string | undefined; readonly propagation: Propagation },
  ): Promise<void> {
    const reply = await this.#connection.send({
      method: "DELETE",
      path: pathTo(ref),
      what: nameOf(ref),
      body: { propagationPolicy: propagation, ...(uid === undefined ? {} : { preconditions: { uid } }) },
    });
    if (!saysGone(reply)) ok(reply, ref.kind, nameOf(ref));
  }

  async #write(
    ref: ObjectRef,
    call: Omit<Call, "what" | "path"> & { readonly path?: string },
  ): Promise<KubernetesObject> {
    const what = nameOf(ref);
    return objectIn(await this.#connection.send({ path: pathTo(ref), ...call, what }), ref.kind, what);
  }
}

function listCall(query: Query, next: string | undefined): Call {
  return {
    method: "GET",
    path: pathOf(query.kind, query.namespace),
    query: {
      limit: pageSize,
      continue: next,
      labelSelector: query.labels,
      fieldSelector: query.name === undefined ? undefined : `metadata.name=${query.name}`,
    },
    what: listName(query),
  };
}

const listName = ({ kind, namespace }: Query): string =>
  `list of ${kinds[kind].plural}${namespace === undefined ? "" : ` in namespace ${namespace}`}`;

/** 404 in Kubernetes' own words for an object; an unknown path or kind is answered in plain text. */
const saysGone = (reply: Reply): boolean => reply.status === 404 && statusIn(reply)?.reason === "NotFound";

function ok(reply: Reply, kind: KindName, what: string): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw replyFault(reply, { what, kind: kindName(kind) });
}

const objectIn = (reply: Reply, kind: KindName, what: string): KubernetesObject =>
  parsed(object, ok(reply, kind, what), what);

function refOf({ kind, metadata }: KubernetesObject): ObjectRef {
  if (!isKind(kind) || metadata.namespace === undefined) {
    throw new TypeError(`${kind} ${metadata.name} is not of a kind that lives in a namespace and is written here`);
  }
  return { kind, namespace: metadata.namespace, name: metadata.name };
}

const isKind = (kind: string): kind is KindName => Object.hasOwn(kinds, kind);
