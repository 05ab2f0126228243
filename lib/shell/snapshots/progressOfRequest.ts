import { Faulted } from "../../core/fault.ts";
import type { Checkpoints, JobId, TriggerId } from "../../core/flink.ts";
import { steady } from "../../core/lifecycle/status/steady.ts";
import type { SnapshotType } from "../../core/snapshots/labels.ts";
import type { Address, ProgressView } from "../../core/snapshots/seen.ts";
import type { Flink } from "../../ports/index.ts";

/** A request for a snapshot, and the job that was asked; before Flink 1.15 the id may not be known yet. */
export interface SnapshotRequest {
  readonly type: SnapshotType;
  readonly triggerId: string | undefined;
  readonly at: Address;
  readonly job: JobId;
}

/** How far the request has got; where Flink does not know it, what it knows of the job's checkpoints. */
export async function progressOfRequest(request: SnapshotRequest, flink: Flink): Promise<ProgressView> {
  try {
    const told =
      request.triggerId === undefined ? unknown : await answerTo(request, request.triggerId as TriggerId, flink);
    return told.kind === "unknown" ? { kind: "unknown", checkpoints: await checkpointsOf(request, flink) } : told;
  } catch (error) {
    if (error instanceof Faulted) return { kind: "notSeen", because: steady(error.message) };
    throw error;
  }
}

type Told = Exclude<ProgressView, { readonly kind: "unknown" }> | typeof unknown;
const unknown = { kind: "unknown" } as const;

async function answerTo({ type, at, job }: SnapshotRequest, triggerId: TriggerId, flink: Flink): Promise<Told> {
  if (type === "SAVEPOINT") return orUnknown(() => flink.savepoint(at, job, triggerId), unknown);
  const told = await orUnknown(() => flink.checkpoint(at, job, triggerId), unknown);
  if (told.kind !== "completed") return told;
  const details = await flink.checkpointDetails(at, job, told.checkpointId);
  return { kind: "completed", path: details?.path };
}

const checkpointsOf = ({ at, job }: SnapshotRequest, flink: Flink): Promise<Checkpoints> =>
  orUnknown(() => flink.checkpoints(at, job), { kind: "disabled" });

/** Flink does not know the job (any more): then it knows no request of it either. */
async function orUnknown<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return otherwise;
    throw error;
  }
}
