import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { labelNames } from "../../core/snapshots/labels.ts";
import { outlived } from "../../core/snapshots/retention.ts";
import { targetJob } from "../../core/snapshots/targetJob.ts";
import type { Shard } from "../shard.ts";
import { readable } from "../readable.ts";
import type { PassPorts } from "../result.ts";
import { snapshotCharge, stillInCharge } from "./snapshotCharge.ts";
import { targetResources } from "./targetResources.ts";

/** Deletes what has outlived its job's limits. The snapshots of a job that is not there, or not ours, stay. */
export async function retain(all: readonly KubernetesObject[], shard: Shard, ports: PassPorts): Promise<void> {
  for (const [job, objects] of jobsOf(all.filter(mayGo))) {
    if (objects.length < 2) continue;
    try {
      await ofOneJob(objects, shard, ports);
    } catch (error) {
      if (!(error instanceof Faulted)) throw error;
      ports.log.warn("Snapshots were not cleaned up", { job, because: error.message });
    }
  }
}

/** Without reading it: of most there is nothing to be decided. */
function mayGo({ metadata }: KubernetesObject): boolean {
  const trigger = metadata.labels?.[labelNames.triggerType];
  return (trigger === "PERIODIC" || trigger === "UPGRADE") && metadata.deletionTimestamp === undefined;
}

function jobsOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly KubernetesObject[]> {
  return Map.groupBy(objects, ({ metadata, spec }) => {
    const { kind, name } =
      (spec as { readonly jobReference?: { readonly kind?: string; readonly name?: string } }).jobReference ?? {};
    return `${kind} ${metadata.namespace}/${name}`;
  });
}

async function ofOneJob(
  objects: readonly KubernetesObject[],
  shard: Shard,
  { clock, defaults, log, charges }: PassPorts,
): Promise<void> {
  const snapshots = objects.map((object) => readable("FlinkStateSnapshot", object));
  const [first] = snapshots;
  if (first === undefined || (await snapshotCharge(first, shard, charges)).charge !== "operate") return;
  const target = await targetResources(first, shard);
  if (target.kind !== "found") return;
  const { configuration, needed } = targetJob(target, { kind: "notUp" }, defaults);
  const now = clock.now();
  const gone = outlived({ snapshots, configuration, caps: defaults.configuration, needed, now });
  if (gone.length > 0) await stillInCharge(first, shard.cluster, charges);
  for (const snapshot of gone) await remove(snapshot, shard, log);
}

async function remove(
  { metadata: { namespace, name, uid } }: FlinkStateSnapshot,
  shard: Shard,
  log: PassPorts["log"],
): Promise<void> {
  log.info("Deleting a snapshot that has outlived its job's limits", { resource: `${namespace}/${name}` });
  await shard.cluster.remove({ kind: "FlinkStateSnapshot", namespace, name }, { uid, propagation: "Background" });
}
