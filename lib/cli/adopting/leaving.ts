import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { snapshotUnderWay } from "../../core/charge/snapshotUnderWay.ts";
import { Faulted } from "../../core/fault.ts";
import type { Cluster } from "../../ports/index.ts";
import { snapshotsIn } from "../../shell/adoption/snapshotsIn.ts";
import type { Adoption } from "./adoption.ts";

/** What leaves our hands has to be at rest, and so have the FlinkStateSnapshots of its job. */
export async function leaving(all: readonly Adoption[]): Promise<readonly Adoption[]> {
  const lists = new Map<string, Promise<Listed>>();
  return await Promise.all(
    all.map(async (one) => {
      const { spoke, cluster, subject } = one.of;
      const key = `${spoke.name}/${subject.namespace}`;
      const list = lists.get(key) ?? listed(subject.namespace, cluster);
      lists.set(key, list);
      return left(one, await list);
    }),
  );
}

type Listed = readonly FlinkStateSnapshot[] | Faulted;

async function listed(namespace: string, cluster: Cluster): Promise<Listed> {
  try {
    return await snapshotsIn(namespace, cluster);
  } catch (error) {
    if (error instanceof Faulted) return error;
    throw error;
  }
}

function left(one: Adoption, snapshots: Listed): Adoption {
  const { was, resource, underWay: own } = one.standing;
  // Where they cannot be listed there may be one.
  if (snapshots instanceof Faulted)
    return { ...one, obstacle: `whether a FlinkStateSnapshot of it is under way cannot be seen: ${snapshots.message}` };
  const { kind, name } = one.of.subject;
  const begun = own ?? snapshotUnderWay(snapshots, { kind, name, was });
  if (begun === undefined) return one;
  const how =
    was === "operate"
      ? "flink-fleet brings it to its end; --wait waits for that"
      : `if flink-fleet has begun it, nobody else can end it: flink-fleet adopt ${resource}`;
  return { ...one, obstacle: `${begun}: ${how}` };
}
