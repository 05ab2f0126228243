import type { Change } from "./changeRequest.ts";
import { imageReference } from "./imageReference.ts";
import { isMap } from "./json.ts";

/** The push of an image is of no interest to what runs something else. */
export function isMeant(change: Change, spec: unknown): boolean {
  if (change.kind !== "redeploy" || change.imagesOf === undefined) return true;
  const image = isMap(spec) ? spec["image"] : undefined;
  return typeof image === "string" && imageReference(image).repository === change.imagesOf;
}
