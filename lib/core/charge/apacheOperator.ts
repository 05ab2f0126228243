import type { KubernetesObject } from "../kubernetes.ts";
import { items, part, textAt } from "../objects/json.ts";

/** A Deployment of the Apache operator, and what it watches. */
export interface ApacheOperator {
  readonly namespace: string;
  readonly name: string;
  /** `undefined`: all. */
  readonly namespaces: readonly string[] | undefined;
  /** In the syntax of kubectl's -l; `undefined`: all. */
  readonly labelSelector: string | undefined;
}

/** As its chart labels it. */
export const apacheOperatorLabels = "app.kubernetes.io/name=flink-kubernetes-operator";
export const apacheOperatorConfig = "flink-operator-config";

const prefix = "kubernetes.operator.";

/** `undefined`: it is scaled to 0. Of its ConfigMap the file counts that its pods read. What is not there is not narrowed. */
export function apacheOperator(
  deployment: KubernetesObject,
  config: KubernetesObject | undefined,
): ApacheOperator | undefined {
  const spec = part(deployment, "spec");
  if (spec["replicas"] === 0) return undefined;
  const { namespace = "default", name } = deployment.metadata;
  const option = (key: string): string | undefined => optionIn(config, `${prefix}${key}`);
  const watched = environment(deployment, "WATCH_NAMESPACES") ?? option("watched.namespaces");
  const named = watched?.split(",").map((one) => one.trim());
  const isAll = named === undefined || named.includes("JOSDK_ALL_NAMESPACES") || named.includes("");
  return { namespace, name, namespaces: isAll ? undefined : named, labelSelector: option("label.selector") };
}

export const watchesNamespace = ({ namespaces }: ApacheOperator, namespace: string): boolean =>
  namespaces === undefined || namespaces.includes(namespace);

/** How to make it leave a resource alone. It is never done by flink-fleet: others may depend on it. */
export const howToStop = ({ namespace, name }: ApacheOperator): string =>
  `stop it first (kubectl -n ${namespace} scale deployment/${name} --replicas=0), or let it watch other namespaces ` +
  `(${prefix}watched.namespaces, watchNamespaces of its chart) or other labels (${prefix}label.selector) and restart it`;

function environment(deployment: KubernetesObject, variable: string): string | undefined {
  const template = part(part(part(deployment, "spec"), "template"), "spec");
  const variables = items(template, "containers").flatMap((container) => items(container, "env"));
  const found = variables.find((one) => one["name"] === variable);
  return found && textAt(found, "value");
}

/** A line of either file; both take keys with dots. */
function optionIn(config: KubernetesObject | undefined, key: string): string | undefined {
  const files = Object.values(config === undefined ? {} : part(config, "data"));
  const lines = files.flatMap((text) => (typeof text === "string" ? text.split("\n") : []));
  const line = lines.findLast((one) => one.trim().startsWith(`${key}:`));
  const value = line
    ?.slice(line.indexOf(":") + 1)
    .replace(/\s#.*$/u, "")
    .trim()
    .replaceAll(/^["']|["']$/gu, "");
  return value === "" ? undefined : value;
}
