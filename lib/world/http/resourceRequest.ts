import type { KubernetesObject } from "../../core/kubernetes.ts";
import { ApiError } from "../kubernetes/apiError.ts";
import type { ApiServer, Ref, WriteOptions } from "../kubernetes/apiServer.ts";
import { isGoneWithoutFinalizers } from "../kubernetes/deletion.ts";
import { apiVersionOf } from "../kubernetes/resourceTypes.ts";
import { isObject, type JsonObject } from "../simulation/json.ts";
import { readBody, readDeletion, readPatch } from "./requestBody.ts";
import type { ResourcePath } from "./resourcePath.ts";
import { readScale, writeScale } from "./scale.ts";
import { table, wantsTable } from "./table.ts";
import { watchStream } from "./watchStream.ts";

export interface ResourceRequest {
  readonly api: ApiServer;
  readonly at: ResourcePath;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** Simulated time, for the age of things. */
  readonly now: number;
}

export interface Answer {
  readonly status: number;
  /** Text is sent as it is. */
  readonly body: JsonObject | readonly JsonObject[] | ReadableStream<Uint8Array> | string;
}

/** The verbs of the API on collections and objects. Throws `ApiError`. */
export async function answerResource(given: ResourceRequest): Promise<Answer> {
  const { at, request } = given;
  if (at.subresource === "scale") return answerScale(given);
  const verb = verbs[`${request.method} ${at.name === undefined ? "collection" : "object"}`];
  if (verb === undefined || (at.subresource !== undefined && at.subresource !== "status")) throw notAllowed();
  return verb(given);
}

const notAllowed = (): ApiError =>
  new ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

async function answerScale({ api, at, request, query }: ResourceRequest): Promise<Answer> {
  const object = api.read(refIn(at));
  if (request.method === "GET") return { status: 200, body: readScale(api, object) };
  if (request.method === "PUT") {
    const body = await readBody(request);
    return { status: 200, body: writeScale(api, object, { type: "merge", body }) };
  }
  const patch = await readPatch(request, query);
  if (request.method !== "PATCH" || patch.type === "apply") throw notAllowed();
  return { status: 200, body: writeScale(api, object, patch) };
}

const verbs: Readonly<Record<string, (given: ResourceRequest) => Answer | Promise<Answer>>> = {
  "GET collection": ({ query, ...given }) =>
    isOn(query.get("watch")) ? watch({ query, ...given }) : list({ query, ...given }),
  "POST collection": async ({ api, at, request, query }) => {
    const sent = await readBody(request);
    const kind = { apiVersion: apiVersionOf(at.type), kind: at.type.kind };
    const body = isObject(sent) ? { ...sent, ...kind } : sent;
    return { status: 201, body: api.create(body, { ...writeOptions(query), namespace: at.namespace }) };
  },
  "DELETE collection": async ({ api, at, request, query }) => {
    const options = await readDeletion(request, query);
    const { items, resourceVersion } = api.list(at.type.kind, listOptions(at, query));
    for (const item of items) api.delete({ kind: item.kind, ...item.metadata }, options);
    return { status: 200, body: listOf(at, items, { resourceVersion }) };
  },
  "GET object": (given) => {
    const object = given.api.read(refIn(given.at));
    return {
      status: 200,
      body: asTable(given, [object], { resourceVersion: object.metadata.resourceVersion }) ?? object,
    };
  },
  "PUT object": async ({ api, at, request, query }) => {
    const sent = await readBody(request);
    const body = isObject(sent) ? { ...sent, kind: at.type.kind } : sent;
    return { status: 200, body: api.update(body, { ...writeOptions(query, at), namespace: at.namespace }) };
  },
  "PATCH object": async ({ api, at, request, query }) => {
    const patch = await readPatch(request, query);
    const isNew = patch.type === "apply" && api.find(refIn(at)) === undefined;
    return { status: isNew ? 201 : 200, body: api.patch(refIn(at), patch, writeOptions(query, at)) };
  },
  "DELETE object": async ({ api, at, request, query }) => {
    const left = api.delete(refIn(at), await readDeletion(request, query));
    return { status: 200, body: isGoneWithoutFinalizers(left) ? deleted(at, left) : left };
  },
};

function watch({ api, at, query, request, now }: ResourceRequest): Answer {
  const shown = (object: KubernetesObject): unknown =>
    asTable({ api, at, query, request, now }, [object], { resourceVersion: object.metadata.resourceVersion }) ?? object;
  return { status: 200, body: watchStream(api.store, { type: at.type, namespace: at.namespace, query, shown }) };
}

function list(given: ResourceRequest): Answer {
  const { api, at, query } = given;
  const { items, ...metadata } = api.list(at.type.kind, listOptions(at, query));
  return { status: 200, body: asTable(given, items, metadata) ?? listOf(at, items, metadata) };
}

function asTable(
  given: ResourceRequest,
  objects: readonly KubernetesObject[],
  metadata: JsonObject,
): JsonObject | undefined {
  if (!wantsTable(given.request.headers.get("accept") ?? undefined)) return undefined;
  const include = given.query.get("includeObject") ?? "Metadata";
  return table(given.api.store, { type: given.at.type, objects, metadata, include, now: given.now });
}

const listOf = ({ type }: ResourcePath, items: readonly KubernetesObject[], metadata: JsonObject): JsonObject => ({
  kind: `${type.kind}List`,
  apiVersion: apiVersionOf(type),
  metadata,
  items,
});

const listOptions = ({ namespace }: ResourcePath, query: URLSearchParams): Parameters<ApiServer["list"]>[1] => ({
  namespace,
  labels: query.get("labelSelector") ?? undefined,
  fields: query.get("fieldSelector") ?? undefined,
  limit: Number(query.get("limit") ?? 0),
  continue: query.get("continue") ?? undefined,
});

function writeOptions(query: URLSearchParams, at?: ResourcePath): WriteOptions {
  return {
    manager: query.get("fieldManager") ?? undefined,
    dryRun: query.get("dryRun") === "All",
    subresource: at?.subresource === "status" ? "status" : undefined,
    fieldValidation: query.get("fieldValidation") === "Strict" ? "Strict" : "Ignore",
  };
}

const refIn = ({ type, namespace, name = "" }: ResourcePath): Ref => ({ kind: type.kind, namespace, name });

const isOn = (flag: string | null): boolean => flag === "true" || flag === "1";

const deleted = ({ type, name }: ResourcePath, { metadata }: KubernetesObject): JsonObject => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Success",
  details: { name, group: type.group, kind: type.plural, uid: metadata.uid },
});
