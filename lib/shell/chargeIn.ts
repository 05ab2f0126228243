import { type Charges, chargeOf, saidCharge, sessionJobCharge } from "../core/charge/chargeOf.ts";
import type { Charge } from "../api/charge.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";

/** Finds a FlinkDeployment. */
export type FindCluster = (namespace: string, name: string) => Promise<KubernetesObject | undefined>;

/** What flink-fleet does for a FlinkDeployment or a FlinkSessionJob. The cluster of a job is looked for only where the job says nothing itself. */
export async function chargeIn(object: KubernetesObject, find: FindCluster, charges?: Charges): Promise<Charge> {
  const { kind, metadata } = object;
  if (kind !== "FlinkSessionJob" || saidCharge(metadata) !== undefined) return chargeOf(metadata, charges);
  const name = clusterNameOf(object);
  const cluster = name === undefined ? undefined : await find(metadata.namespace ?? "default", name);
  return sessionJobCharge(metadata, cluster?.metadata, charges);
}

/** It was not read yet, and may hold anything. */
export function clusterNameOf({ spec }: KubernetesObject): string | undefined {
  const { deploymentName } = (spec ?? {}) as { readonly deploymentName?: unknown };
  return typeof deploymentName === "string" && deploymentName !== "" ? deploymentName : undefined;
}
