import { stringify } from "yaml";
import type { KubernetesObject } from "../core/kubernetes.ts";

export type ObjectFormat = "yaml" | "json";

/** YAML documents, or one v1 List as JSON: both can be piped into `kubectl apply -f -`. */
export function printedObjects(objects: readonly KubernetesObject[], format: ObjectFormat): string {
  if (format === "json") return JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }, undefined, 2);
  return objects.map((object) => printedYaml(object)).join("---\n");
}

/** No anchors and no folded lines: what is read in a review has to say everything in its place. */
export const printedYaml = (content: unknown): string =>
  stringify(content, { aliasDuplicateObjects: false, lineWidth: 0 });
