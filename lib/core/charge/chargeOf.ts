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

/** What flink-fleet does for a resource, and what says so. */
export interface ChargeSaid {
  readonly charge: Charge;
  /** The annotation, or what the fleet file says of the namespace or of the whole cluster. */
  readonly by: "annotation" | "namespace" | "cluster";
  /** What the annotation holds, which may be none of the words that we know. */
  readonly said: string | undefined;
}

/** And the resource whose annotation says it, or would. */
export interface InCharge extends ChargeSaid {
  readonly on: { readonly kind: string; readonly namespace: string; readonly name: string };
}

type Placed = Pick<ObjectMeta, "namespace" | "annotations">;

/** A word that we do not know was not meant for us: then nothing is done but to look. */
export function chargeSaid(metadata: Placed, { cluster, namespaces } = operatesAll): ChargeSaid {
  const said = saidCharge(metadata);
  const { namespace = "default" } = metadata;
  if (said !== undefined) return { charge: known.find((one) => one === said) ?? "observe", by: "annotation", said };
  const own = Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
  return { charge: own ?? cluster, by: own === undefined ? "cluster" : "namespace", said };
}

/** Whose word holds for a session job: that of its cluster, unless it says otherwise itself. */
export const whoseWord = <T extends Placed>(job: T, cluster: T | undefined): T =>
  saidCharge(job) === undefined ? (cluster ?? job) : job;

export const chargeOf = (metadata: Placed, charges?: Charges): Charge => chargeSaid(metadata, charges).charge;

/** What stands on the resource itself. */
export const saidCharge = ({ annotations }: Pick<ObjectMeta, "annotations">): string | undefined =>
  annotations?.[chargeAnnotation];

const known = ["observe", "shadow", "operate"] as const satisfies readonly Charge[];
