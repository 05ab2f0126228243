import type { Checkpoints } from "../../flink.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "./facts.ts";
import { haMetadata } from "./haMetadata.ts";

/**
 * Without high availability a JobManager that Kubernetes starts again begins with the state that the job was once started with. It is told by
 * ids of checkpoints, which only go up within one job: a savepoint of such a job would be newer by its time alone. Why, or `undefined`.
 */
export function startedOver(seen: Seen): string | undefined {
  const { resource, flink } = seen;
  if (flink.kind !== "answered" || flink.checkpoints?.kind !== "enabled") return undefined;
  if (goesOn(seen)) return undefined;
  const known = newestKnown(seen);
  if (known?.checkpointId === undefined || known.jobId !== resource.status.jobStatus?.jobId) return undefined;
  if (newestIn(flink.checkpoints) >= known.checkpointId) return undefined;
  return `the job has begun again with older state, as it does without high availability when its JobManager starts again: it was at checkpoint ${known.checkpointId}, and counts up from an older one.`;
}

/** With HA metadata a job goes on from its last checkpoint, though a savepoint since may be newer. */
const goesOn = (seen: Seen): boolean => seen.ha.kind === "elsewhere" || typeof haMetadata(seen) === "object";

const newestIn = ({ restored, completed, savepoint }: Extract<Checkpoints, { readonly kind: "enabled" }>): number =>
  Math.max(0, ...[restored, completed, savepoint].map((one) => one?.id ?? 0));
