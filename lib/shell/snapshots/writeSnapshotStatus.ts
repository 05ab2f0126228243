import { changeNotes } from "../../api/resources/changeNotes.ts";
import type { FlinkStateSnapshot, FlinkStateSnapshotStatus } from "../../api/resources/flinkStateSnapshot.ts";
import { snapshotChangesAfter } from "../../core/changes/changesAfter.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { Instant } from "../../core/time.ts";
import type { Cluster } from "../../ports/index.ts";
import type { WrittenStatus } from "../receipts.ts";
import { resourceNamed, type Telling } from "../tellBus.ts";

interface Writing {
  readonly object: KubernetesObject;
  readonly resource: FlinkStateSnapshot;
  readonly status: FlinkStateSnapshotStatus;
  readonly now: Instant;
}

export interface WroteSnapshot extends WrittenStatus {
  readonly status: FlinkStateSnapshotStatus;
}

/** Writes what is to be told of a snapshot, with what has become of the change that has asked for it. */
export async function writeSnapshotStatus(
  { object, resource, status: after, now }: Writing,
  cluster: Cluster,
  telling: Telling,
): Promise<WroteSnapshot> {
  const notes = changeNotes(resource.metadata.annotations);
  const status = snapshotChangesAfter({ resource, notes, after, now });
  const written = await cluster.writeStatus(object, status);
  return { object: written, status, named: resourceNamed(resource, telling) };
}
