import { labelNames, type SnapshotType } from "../labels.ts";
import { snapshotObject } from "./snapshotObject.ts";
import type { Asking, DueSnapshot } from "./snapshotsDue.ts";

/**
 * The snapshot that a nonce asks for which is another than in the spec that was reconciled last. Its name holds the resource and the
 * generation: a nonce that comes back later, or in another resource of the same name, asks for another snapshot.
 */
export function manuallyDue(asking: Asking, type: SnapshotType): DueSnapshot | undefined {
  const { resource, last, configuration, snapshots } = asking;
  const field = type === "SAVEPOINT" ? "savepointTriggerNonce" : "checkpointTriggerNonce";
  const nonce = resource.spec.job?.[field];
  if (nonce === undefined || nonce === last.job?.[field]) return undefined;
  const { name, uid, generation } = resource.metadata;
  const begin = `${name}-${type.toLowerCase()}-manual-${nonce}-${uid.slice(0, 8)}-`;
  // The resource may have been edited since the snapshot was made and before its nonce was done with.
  const madeBefore = snapshots.find(
    ({ metadata }) =>
      metadata.labels[labelNames.triggerType] === "MANUAL" &&
      metadata.name.startsWith(begin) &&
      Number(metadata.name.slice(begin.length)) > (resource.status.observedGeneration ?? 0),
  );
  const asked = { type, trigger: "MANUAL", name: madeBefore?.metadata.name ?? `${begin}${generation}` } as const;
  return {
    type,
    trigger: "MANUAL",
    because: `spec.job.${field} is ${nonce}`,
    nonce,
    object: snapshotObject(resource, configuration, asked),
  };
}
