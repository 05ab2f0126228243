import type { Selector } from "../../api/events/selector.ts";
import { matchesAny } from "./matches.ts";

/** A resource, as far as selectors go. */
export interface Subject {
  readonly spoke: string;
  readonly kind: "FlinkDeployment" | "FlinkSessionJob";
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function selects(selector: Selector, { spoke, kind, namespace, name, labels }: Subject): boolean {
  return (
    matchesAny(selector.clusters, spoke) &&
    matchesAny(selector.namespaces, namespace) &&
    matchesAny(selector.names, name) &&
    (selector.kinds === undefined || selector.kinds.includes(kind)) &&
    Object.entries(selector.labels ?? {}).every(([key, value]) => labels[key] === value)
  );
}

/** `namespaces orders, orders-*; labels team=orders` */
export function selectorText({ clusters, namespaces, names, labels, kinds }: Selector): string {
  const lists = { clusters, namespaces, names, kinds };
  const parts = Object.entries(lists).flatMap(([by, list]) => (list === undefined ? [] : [`${by} ${list.join(", ")}`]));
  return [...parts, ...(labels === undefined ? [] : [`labels ${labelsText(labels)}`])].join("; ");
}

/** In the syntax of kubectl's -l. */
export const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
