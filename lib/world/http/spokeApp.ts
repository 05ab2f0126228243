import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { failure, type SentFile } from "../flink/rest/answer.ts";
import { proxyToService } from "../flink/serviceProxy.ts";
import { ApiError } from "../kubernetes/apiError.ts";
import { installedTypes } from "../kubernetes/installedTypes.ts";
import { isObject, type JsonObject } from "../simulation/json.ts";
import type { SimulatedSpoke } from "../simulatedSpoke.ts";
import type { Clock } from "../../ports/index.ts";
import { accessReview } from "./accessReview.ts";
import { discovery } from "./discovery.ts";
import { openApiDocument, openApiIndex, openApiV2, openApiV2InProtobuf } from "./openApi.ts";
import { type ResourcePath, resourcePath } from "./resourcePath.ts";
import { type Answer, answerResource } from "./resourceRequest.ts";

interface Incoming {
  readonly spoke: SimulatedSpoke;
  readonly clock: Clock;
  readonly request: Request;
  /** Of the API, without what comes before it in the URL. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The API server of one spoke, with the REST endpoints of its Flink clusters behind the service proxy. */
export function spokeApp(spoke: SimulatedSpoke, clock: Clock, base: string): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all("*", async (context) => {
    if (!spoke.reachable) {
      context.env.incoming.destroy();
      return context.body(null);
    }
    const { pathname, searchParams: query } = new URL(context.req.url);
    const path = pathname.slice(base.length);
    return respond(await answer({ spoke, clock, request: context.req.raw, path, query }));
  });
  app.onError((error) => {
    if (error instanceof ApiError) return Response.json(error.status(), { status: error.code });
    throw error;
  });
  return app;
}

async function answer(incoming: Incoming): Promise<Answer> {
  const { spoke, clock, request, path, query } = incoming;
  const review = request.method === "POST" ? await accessReview(spoke, path, request) : undefined;
  if (review !== undefined) return review;
  const types = installedTypes(spoke.api.store);
  const at = resourcePath(types, path);
  if (at?.subresource === "proxy" && at.type.kind === "Service") return proxied(incoming, at);
  if (at !== undefined) return answerResource({ api: spoke.api, at, request, query, now: clock.now() });
  const body = discovery(types, path) ?? openApi(incoming) ?? health(path);
  // Unlike a missing object: in plain text, which clients take for "no such kind".
  return body === undefined ? { status: 404, body: "404 page not found\n" } : { status: 200, body };
}

const health = (path: string): string | undefined => (/^\/(healthz|livez|readyz)/.test(path) ? "ok" : undefined);

function openApi({ spoke, request, path }: Incoming): Answer["body"] | undefined {
  const types = installedTypes(spoke.api.store);
  const inProtobuf = request.headers.get("accept")?.includes("protobuf") === true;
  if (path === "/openapi/v2") return inProtobuf ? openApiV2InProtobuf : openApiV2;
  if (path === "/openapi/v3") return openApiIndex(types);
  const root = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1];
  return root === undefined ? undefined : openApiDocument(spoke.api.store, types, root);
}

async function proxied({ spoke, request, query }: Incoming, at: ResourcePath): Promise<Answer> {
  const target = { namespace: at.namespace ?? "default", service: at.name ?? "" };
  const path = at.rest === "" ? "/" : at.rest;
  if (isForm(request)) {
    const files = await filesIn(request).catch(() => undefined);
    if (files === undefined) return failure(500, "File upload failed.");
    return proxyToService(spoke.proxy, target, { method: request.method, path, query, files });
  }
  const body = await sentToFlink(request);
  if (body === "malformed") return failure(400, "Bad request received.");
  return proxyToService(spoke.proxy, target, { method: request.method, path, query, body });
}

const isForm = (request: Request): boolean =>
  request.headers.get("content-type")?.startsWith("multipart/form-data") === true;

async function filesIn(request: Request): Promise<readonly SentFile[]> {
  const sent = [...(await request.formData()).values()].filter((each) => typeof each !== "string");
  return await Promise.all(sent.map(async (file) => ({ name: file.name, bytes: await file.bytes() })));
}

async function sentToFlink(request: Request): Promise<JsonObject | undefined | "malformed"> {
  const text = await request.text();
  if (text === "") return undefined;
  try {
    const sent: unknown = JSON.parse(text);
    return isObject(sent) ? sent : "malformed";
  } catch {
    return "malformed";
  }
}

function respond({ status, body }: Answer): Response {
  const headers = { "content-type": "application/json" };
  if (typeof body === "string") return new Response(body, { status });
  if (body instanceof ReadableStream) return new Response(body, { status, headers });
  return new Response(JSON.stringify(body), { status, headers });
}
