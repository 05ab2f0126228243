import { parse } from "yaml";
import { ApiError, badRequest } from "../kubernetes/apiError.ts";
import type { DeletionOptions } from "../kubernetes/deletion.ts";
import type { Patch } from "../kubernetes/patches.ts";
import { isObject, objectAt, textAt } from "../simulation/json.ts";

/** YAML is a superset of JSON; an empty body is `undefined`. */
export async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === "") return undefined;
  try {
    return text.trimStart().startsWith("{") || text.trimStart().startsWith("[") ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw badRequest(`the body is neither JSON nor YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const patchTypes: Readonly<Record<string, Patch["type"]>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};

export async function readPatch(request: Request, query: URLSearchParams): Promise<Patch> {
  const contentType = request.headers.get("content-type")?.split(";")[0] ?? "";
  const type = patchTypes[contentType];
  if (type === undefined) {
    const accepted = Object.keys(patchTypes).join(", ");
    const message = `the body of the request was in an unknown format - accepted media types include: ${accepted}`;
    throw new ApiError(415, "UnsupportedMediaType", message);
  }
  const body = await readBody(request);
  if (type !== "apply") return { type, body };
  if (query.get("fieldManager") === null)
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  return { type, body, force: query.get("force") === "true" };
}

/** From the body or, where that is empty, from the query. */
export async function readDeletion(request: Request, query: URLSearchParams): Promise<DeletionOptions> {
  const body = await readBody(request);
  const options = isObject(body) ? body : Object.fromEntries(query);
  const grace = options["gracePeriodSeconds"];
  const preconditions = objectAt(options, "preconditions");
  return {
    uid: textAt(preconditions, "uid"),
    resourceVersion: textAt(preconditions, "resourceVersion"),
    propagation: propagationIn(textAt(options, "propagationPolicy")),
    gracePeriodSeconds: grace === undefined ? undefined : Number(grace),
    dryRun: options["dryRun"] !== undefined || query.has("dryRun"),
  };
}

function propagationIn(text: string | undefined): DeletionOptions["propagation"] {
  if (text === undefined || text === "Foreground" || text === "Background" || text === "Orphan") return text;
  throw badRequest(`invalid propagationPolicy: ${text}`);
}
