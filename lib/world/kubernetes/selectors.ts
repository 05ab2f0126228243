import type { KubernetesObject } from "../../core/kubernetes.ts";
import { labelTests, splitOutsideBrackets } from "../../core/labelTests.ts";
import { isObject } from "../simulation/json.ts";
import { badRequest } from "./apiError.ts";

export type Selector = (object: KubernetesObject) => boolean;

/** kubectl's -l: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. */
export function labelSelector(text: string | undefined): Selector {
  const { tests, wrong } = labelTests(text ?? "");
  if (wrong !== undefined) throw badRequest(`unable to parse requirement: found '${wrong}'`);
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
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

/** A Service's or Deployment's plain map of labels. */
export function matchesLabels(object: KubernetesObject, wanted: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([key, value]) => object.metadata.labels?.[key] === value);
}
