import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { type Charges, chargeSaid, type InCharge } from "../../core/charge/chargeOf.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { Cluster } from "../../ports/index.ts";
import { inChargeOf } from "../chargeIn.ts";
import type { Shard } from "../shard.ts";

type Find = (
  kind: "FlinkDeployment" | "FlinkSessionJob",
  namespace: string,
  name: string,
) => Promise<KubernetesObject | undefined>;

/** A snapshot goes with the resource whose job it is of; where that is not there, with its namespace. */
export const snapshotCharge = (
  snapshot: FlinkStateSnapshot,
  shard: Shard,
  charges: Charges | undefined,
): Promise<InCharge> =>
  chargeBy(snapshot, charges, async (kind, namespace, name) => {
    if (kind === "FlinkSessionJob") return await shard.sessionJobNamed(namespace, name);
    // What has come to its end is of a job that may be gone for long: that is not read by itself at every pass.
    const own = await shard.ownCluster(namespace, name);
    return own ?? (isOver(snapshot) ? undefined : await shard.cluster.read({ kind, namespace, name }));
  });

/** Throws `conflict` where somebody else is in charge of the job by now: its resource has a version of its own. */
export async function stillInCharge(
  snapshot: FlinkStateSnapshot,
  cluster: Cluster,
  charges: Charges | undefined,
): Promise<void> {
  const { namespace, name } = snapshot.metadata;
  const now = await chargeBy(snapshot, charges, (kind, of, job) => cluster.read({ kind, namespace: of, name: job }));
  if (now.charge === "operate") return;
  const because = "somebody else is in charge of its job since it was looked at";
  throw new Faulted({ kind: "conflict", what: `FlinkStateSnapshot ${namespace}/${name}`, because });
}

async function chargeBy(snapshot: FlinkStateSnapshot, charges: Charges | undefined, find: Find): Promise<InCharge> {
  const { namespace, name: itself } = snapshot.metadata;
  const place = { namespace, name: itself };
  const { kind = "FlinkDeployment", name } = snapshot.spec.jobReference ?? {};
  const of = kind === "FlinkSessionJob" ? kind : "FlinkDeployment";
  const job = name === undefined ? undefined : await find(of, namespace, name);
  if (job === undefined) return { ...chargeSaid({ namespace }, charges), on: { kind: "FlinkStateSnapshot", ...place } };
  return await inChargeOf(job, (place, cluster) => find("FlinkDeployment", place, cluster), charges);
}

const isOver = ({ metadata, status }: FlinkStateSnapshot): boolean =>
  ends.has(status.state ?? "") && metadata.deletionTimestamp === undefined;

const ends: ReadonlySet<string> = new Set(["COMPLETED", "FAILED", "ABANDONED"]);
