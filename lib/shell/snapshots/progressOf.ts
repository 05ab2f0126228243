import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { Faulted } from "../../core/fault.ts";
import type { Checkpoints, JobId, TriggerId } from "../../core/flink.ts";
import { steady } from "../../core/lifecycle/steady.ts";
import { snapshotType } from "../../core/snapshots/labels.ts";
import type { JobSeen, ProgressView } from "../../core/snapshots/seen.ts";
import type { Flink } from "../../ports/index.ts";

/** How far the request has got that is under way; where Flink does not know it, what it knows of the job's checkpoints. */
export async function progressOf(resource: FlinkStateSnapshot, seen: JobSeen, flink: Flink): Promise<ProgressView> {
  const { state, fleet } = resource.status;
  const job = (fleet?.intent?.jobId ?? seen.jobId) as JobId | undefined;
  if (state !== "IN_PROGRESS" || !seen.answers || job === undefined) return { kind: "notAsked" };
  try {
    return await answerTo(resource, { at: seen.at, job, flink });
  } catch (error) {
    if (error instanceof Faulted) return { kind: "notSeen", because: steady(error.message) };
    throw error;
  }
}

async function answerTo(resource: FlinkStateSnapshot, asking: Asking): Promise<ProgressView> {
  const { triggerId } = resource.status;
  const told = triggerId === undefined ? unknown : await ofRequest(resource, triggerId as TriggerId, asking);
  return told.kind === "unknown" ? { kind: "unknown", checkpoints: await checkpointsOf(asking) } : told;
}

interface Asking {
  readonly at: JobSeen["at"];
  readonly job: JobId;
  readonly flink: Flink;
}

type Told = Exclude<ProgressView, { readonly kind: "unknown" }> | typeof unknown;
const unknown = { kind: "unknown" } as const;

async function ofRequest(resource: FlinkStateSnapshot, triggerId: TriggerId, asking: Asking): Promise<Told> {
  const { at, job, flink } = asking;
  if (snapshotType(resource) === "SAVEPOINT") return orUnknown(() => flink.savepoint(at, job, triggerId), unknown);
  const told = await orUnknown(() => flink.checkpoint(at, job, triggerId), unknown);
  if (told.kind !== "completed") return told;
  const details = await flink.checkpointDetails(at, job, told.checkpointId);
  return { kind: "completed", path: details?.path };
}

const checkpointsOf = ({ at, job, flink }: Asking): Promise<Checkpoints> =>
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
