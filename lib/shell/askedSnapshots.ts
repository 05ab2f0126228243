import type { ChangeNote } from "../api/resources/changeNote.ts";
import type { SnapshotLook } from "../core/changes/judged.ts";
import { openNotes } from "../core/changes/openNotes.ts";
import { Faulted } from "../core/fault.ts";
import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import type { Cluster } from "../ports/index.ts";
import { readable } from "./readable.ts";

/** The FlinkStateSnapshots of savepoints that changes have asked for, by the ids of the changes: one GET for each that is on its way. */
export async function askedSnapshots(
  { metadata, status }: FlinkResource,
  notes: readonly ChangeNote[],
  cluster: Cluster,
): Promise<ReadonlyMap<string, SnapshotLook>> {
  const found = new Map<string, SnapshotLook>();
  for (const { id, snapshot: name } of openNotes(notes, status.fleet?.changes, metadata.creationTimestamp)) {
    if (name !== undefined) found.set(id, await look({ namespace: metadata.namespace, name }, cluster));
  }
  return found;
}

async function look(
  ref: { readonly namespace: string; readonly name: string },
  cluster: Cluster,
): Promise<SnapshotLook> {
  try {
    const object = await cluster.read({ kind: "FlinkStateSnapshot", ...ref });
    return object === undefined
      ? { kind: "missing" }
      : { kind: "found", snapshot: readable("FlinkStateSnapshot", object) };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { kind: "notSeen" };
  }
}
