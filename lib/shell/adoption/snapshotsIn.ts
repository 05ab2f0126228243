import { readResource } from "../../api/read.ts";
import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { Faulted } from "../../core/fault.ts";
import type { Cluster } from "../../ports/index.ts";

/** All FlinkStateSnapshots of a namespace that can be read; none where there is no such kind. Throws `Faulted`. */
export async function snapshotsIn(namespace: string, cluster: Cluster): Promise<readonly FlinkStateSnapshot[]> {
  try {
    const all = (await cluster.list({ kind: "FlinkStateSnapshot", namespace })).map(readResource);
    return all.flatMap((read) =>
      read.kind === "valid" && read.value.kind === "FlinkStateSnapshot" ? [read.value] : [],
    );
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}
