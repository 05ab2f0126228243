import {
  type ApacheOperator,
  apacheOperator,
  apacheOperatorConfig,
  apacheOperatorLabels,
  howToStop,
  watchesNamespace,
} from "../../core/charge/apacheOperator.ts";
import { otherWriter } from "../../core/charge/otherWriter.ts";
import { Faulted } from "../../core/fault.ts";
import type { KindName, KubernetesObject } from "../../core/kubernetes.ts";
import type { Instant } from "../../core/time.ts";
import type { Cluster } from "../../ports/index.ts";

/** One that runs. */
interface Seen {
  readonly operator: ApacheOperator;
  /** Why its options could not be read: then it may watch anything. */
  readonly unread?: string;
}

/** The Apache operators of a cluster. */
export type Operators =
  | { readonly kind: "seen"; readonly all: readonly Seen[] }
  | { readonly kind: "notSeen"; readonly because: string };

/** Looks for Deployments of the Apache operator, in all namespaces. That they may not be listed is an answer of its own. */
export async function operatorsIn(cluster: Cluster): Promise<Operators> {
  const deployments = await orWhyNot(() => cluster.list({ kind: "Deployment", labels: apacheOperatorLabels }));
  if (deployments.kind === "notSeen") return deployments;
  const found = await Promise.all(deployments.value.map((one) => seen(one, cluster)));
  return { kind: "seen", all: found.filter((one) => one !== undefined) };
}

async function seen(deployment: KubernetesObject, cluster: Cluster): Promise<Seen | undefined> {
  const { namespace = "default" } = deployment.metadata;
  const config = await orWhyNot(() => cluster.read({ kind: "ConfigMap", namespace, name: apacheOperatorConfig }));
  const operator = apacheOperator(deployment, config.kind === "seen" ? config.value : undefined);
  return operator && { operator, ...(config.kind === "seen" ? {} : { unread: config.because }) };
}

type Looked<T> = { readonly kind: "seen"; readonly value: T } | Extract<Operators, { readonly kind: "notSeen" }>;

async function orWhyNot<T>(look: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { kind: "seen", value: await look() };
  } catch (error) {
    if (error instanceof Faulted) return { kind: "notSeen", because: error.message };
    throw error;
  }
}

/** Whether somebody else acts on a resource. */
export type Other =
  | { readonly kind: "nobody" }
  /** Who, and how to stop it. */
  | { readonly kind: "acts"; readonly because: string }
  /** What could not be looked at. */
  | { readonly kind: "unknown"; readonly because: string };

/** Who else acts on the resource, as far as can be seen. What is seen goes before what is not. Throws `Faulted`. */
export async function otherOperator(
  object: KubernetesObject,
  operators: Operators,
  cluster: Cluster,
  now: Instant,
): Promise<Other> {
  const watching = await watchers(object, operators, cluster);
  const sure = watching.find(({ unread }) => unread === undefined);
  if (sure !== undefined) return { kind: "acts", because: `${nameOf(sure)} watches it: ${howToStop(sure.operator)}` };
  const writer = otherWriter(object, now);
  if (writer !== undefined) return { kind: "acts", because: `${writer}: stop it, and try again in a minute` };
  const [first] = watching;
  if (first !== undefined)
    return { kind: "unknown", because: `${nameOf(first)} watches it, as far as can be seen: ${first.unread}` };
  if (operators.kind === "seen") return { kind: "nobody" };
  return { kind: "unknown", because: `whether an Apache operator runs there cannot be seen: ${operators.because}` };
}

const nameOf = ({ operator: { namespace, name } }: Seen): string =>
  `the Apache operator (Deployment ${namespace}/${name})`;

async function watchers(object: KubernetesObject, operators: Operators, cluster: Cluster): Promise<readonly Seen[]> {
  const all = operators.kind === "seen" ? operators.all : [];
  const looks = await Promise.all(all.map(async (one) => await watches(one.operator, object, cluster)));
  return all.filter((_, index) => looks[index] === true);
}

/** Whether its selector means the resource is asked of the API server, which knows best. */
async function watches(operator: ApacheOperator, { kind, metadata }: KubernetesObject, cluster: Cluster) {
  const { namespace = "default", name } = metadata;
  if (!watchesNamespace(operator, namespace)) return false;
  const { labelSelector: labels } = operator;
  if (labels === undefined) return true;
  return (await cluster.list({ kind: kind as KindName, namespace, name, labels })).length > 0;
}
