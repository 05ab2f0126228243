import type { Charge } from "../../api/charge.ts";
import type { ObjectMeta } from "../kubernetes.ts";

/** On a FlinkDeployment or a FlinkSessionJob: what flink-fleet does for it. */
export const chargeAnnotation = "flink-fleet/charge";

/** For resources that do not say it themselves. */
export interface Charges {
  /** Of a whole Kubernetes cluster. */
  readonly cluster: Charge;
  /** By namespace: goes before that of the cluster. */
  readonly namespaces: Readonly<Record<string, Charge>>;
}

const operatesAll: Charges = { cluster: "operate", namespaces: {} };

/** A word that we do not know was not meant for us: then nothing is done but to look. */
export function chargeOf(metadata: Pick<ObjectMeta, "namespace" | "annotations">, charges = operatesAll): Charge {
  const said = saidCharge(metadata);
  if (said === undefined) return defaultCharge(metadata.namespace ?? "default", charges);
  return known.find((one) => one === said) ?? "observe";
}

/** What stands on the resource itself. */
export const saidCharge = ({ annotations }: Pick<ObjectMeta, "annotations">): string | undefined =>
  annotations?.[chargeAnnotation];

/** A session job goes with its cluster, unless it says otherwise itself. */
export function sessionJobCharge(
  job: Pick<ObjectMeta, "namespace" | "annotations">,
  cluster: Pick<ObjectMeta, "namespace" | "annotations"> | undefined,
  charges?: Charges,
): Charge {
  return chargeOf(saidCharge(job) === undefined ? (cluster ?? job) : job, charges);
}

const known = ["observe", "shadow", "operate"] as const satisfies readonly Charge[];

const defaultCharge = (namespace: string, { cluster, namespaces }: Charges): Charge =>
  (Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined) ?? cluster;
