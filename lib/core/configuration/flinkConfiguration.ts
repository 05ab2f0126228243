import { listText, mapText } from "./textLists.ts";

/** Flink's options by their full dotted key, each value as Flink would read it from one line of its configuration file. */
export type FlinkConfiguration = Readonly<Record<string, string>>;

/**
 * `spec.flinkConfiguration` as flat keys: nested maps are joined by `.`, lists by `;`, scalars become text. Flat and nested keys may be
 * mixed; of two spellings of one key the later one counts. A key without a value (null) is one that was not set.
 */
export function flattened(yaml: Readonly<Record<string, unknown>>): FlinkConfiguration {
  return Object.fromEntries(Object.entries(yaml).flatMap(([key, node]) => leaves(key, node)));
}

function leaves(key: string, node: unknown): readonly (readonly [string, string])[] {
  if (node === null || node === undefined) return [];
  if (Array.isArray(node)) return [[key, listText(node.map(element))]];
  if (typeof node === "object") return Object.entries(node).flatMap(([name, child]) => leaves(`${key}.${name}`, child));
  return [[key, scalar(node)]];
}

/** A map within a list is one entry of a list-of-map option such as `kubernetes.jobmanager.tolerations`. */
function element(node: unknown): string {
  if (typeof node !== "object" || node === null) return scalar(node);
  return mapText(Object.fromEntries(Object.entries(node).map(([name, child]) => [name, scalar(child)])));
}

/** What is neither text nor a number nor a boolean (a map in a map in a list) has no form in Flink but JSON. */
function scalar(node: unknown): string {
  if (node === null || node === undefined) return "";
  return typeof node === "string" ? node : JSON.stringify(node);
}
