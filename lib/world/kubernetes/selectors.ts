import type { KubernetesObject } from "../../core/kubernetes.ts";
import { isObject } from "../simulation/json.ts";
import { badRequest } from "./apiError.ts";

export type Selector = (object: KubernetesObject) => boolean;

/** kubectl's -l: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. */
export function labelSelector(text: string | undefined): Selector {
  const requirements = splitOutsideBrackets(text ?? "").map(labelRequirement);
  return (object) => requirements.every((requirement) => requirement(object.metadata.labels ?? {}));
}

type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

function labelRequirement(text: string): LabelTest {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (set !== null) {
    const [, key = "", operator, values = ""] = set;
    const members = new Set(values.split(",").map((value) => value.trim()));
    return (labels) => members.has(labels[key] ?? "\0") === (operator === "in");
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality !== null) {
    const [, key = "", operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== "!=");
  }
  const presence = /^(!?)\s*([^\s=!]+)$/.exec(text);
  if (presence === null) throw badRequest(`unable to parse requirement: found '${text}'`);
  const [, not, key = ""] = presence;
  return (labels) => key in labels === (not === "");
}

/** `metadata.name=x,involvedObject.kind!=Pod`: any path of plain fields, as the world has no reason to refuse one. */
export function fieldSelector(text: string | undefined): Selector {
  const requirements = splitOutsideBrackets(text ?? "").map((part) => {
    const match = /^([\w.]+)\s*(==|=|!=)\s*(.*)$/.exec(part);
    if (match === null) throw badRequest(`invalid field selector: '${part}'`);
    const [, path = "", operator, value = ""] = match;
    return (object: KubernetesObject): boolean => (fieldText(object, path) === value) === (operator !== "!=");
  });
  return (object) => requirements.every((requirement) => requirement(object));
}

function fieldText(object: KubernetesObject, path: string): string {
  const value = path.split(".").reduce<unknown>((at, field) => (isObject(at) ? at[field] : undefined), object);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function splitOutsideBrackets(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A Service's or Deployment's plain map of labels. */
export function matchesLabels(object: KubernetesObject, wanted: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([key, value]) => object.metadata.labels?.[key] === value);
}
