import jsonPatch from "fast-json-patch";
import { isObject, type JsonObject, sameJson } from "../simulation/json.ts";
import { ApiError, badRequest } from "./apiError.ts";
import type { ResourceType } from "./resourceTypes.ts";
import { strategicMerge } from "./strategicMerge.ts";

export type Patch =
  | { readonly type: "merge" | "strategic" | "json"; readonly body: unknown }
  | { readonly type: "apply"; readonly body: unknown; readonly force: boolean };

/** The whole object as it is to become; kinds of a CustomResourceDefinition know no strategic merge. */
export function patched(type: ResourceType, current: JsonObject, patch: Exclude<Patch, { type: "apply" }>): unknown {
  if (patch.type === "json") return applyJsonPatch(current, patch.body);
  if (!isObject(patch.body)) throw badRequest("the patch has to be an object");
  if (patch.type === "merge") return mergePatch(current, patch.body);
  if (!type.custom) return strategicMerge(type.kind, current, patch.body);
  const accepted = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
  throw new ApiError(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  );
}

/** RFC 7396. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = mergePatch(result[field], value);
  }
  return result;
}

/** The merge patch that makes one object of another: null for each field that is gone. */
export function mergePatchBetween(before: unknown, after: JsonObject): JsonObject {
  if (!isObject(before)) return after;
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...fields]
      .filter((field) => !sameJson(before[field], after[field]))
      .map((field) => {
        const value = after[field];
        return [field, isObject(value) ? mergePatchBetween(before[field], value) : (value ?? null)];
      }),
  );
}

/** RFC 6902. What cannot be carried out, a failed `test` among it, is refused as a whole. */
export function applyJsonPatch(target: JsonObject, operations: unknown): JsonObject {
  if (!Array.isArray(operations)) throw badRequest("a JSON patch has to be a list of operations");
  try {
    return jsonPatch.applyPatch(structuredClone(target), operations as jsonPatch.Operation[], true).newDocument;
  } catch (error) {
    const because = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw badRequest(`the server rejected our request due to an error in our request: ${because}`);
  }
}
