import { type Charges, chargeSaid, type InCharge, saidCharge, whoseWord } from "../core/charge/chargeOf.ts";
import type { Charge } from "../api/charge.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";

/** Finds a FlinkDeployment. */
export type FindCluster = (namespace: string, name: string) => Promise<KubernetesObject | undefined>;

/** What flink-fleet does for a FlinkDeployment or a FlinkSessionJob. The cluster of a job is looked for only where the job says nothing itself. */
export async function inChargeOf(object: KubernetesObject, find: FindCluster, charges?: Charges): Promise<InCharge> {
  const { kind, metadata } = object;
  const isAsked = kind === "FlinkSessionJob" && saidCharge(metadata) === undefined;
  const name = isAsked ? clusterNameOf(object) : undefined;
  const cluster = name === undefined ? undefined : await find(metadata.namespace ?? "default", name);
  const word = whoseWord(metadata, cluster?.metadata);
  const on = {
    kind: word === metadata ? kind : "FlinkDeployment",
    namespace: word.namespace ?? "default",
    name: word.name,
  };
  return { ...chargeSaid(word, charges), on };
}

export const chargeIn = async (object: KubernetesObject, find: FindCluster, charges?: Charges): Promise<Charge> =>
  (await inChargeOf(object, find, charges)).charge;

/** It was not read yet, and may hold anything. */
export function clusterNameOf({ spec }: KubernetesObject): string | undefined {
  const { deploymentName } = (spec ?? {}) as { readonly deploymentName?: unknown };
  return typeof deploymentName === "string" && deploymentName !== "" ? deploymentName : undefined;
}
