import type { KnownState } from "../../../api/resources/journal.ts";
import { flattened } from "../../configuration/flinkConfiguration.ts";
import { textOf } from "../../configuration/options.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { isTerminal } from "../observation/jobState.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "./facts.ts";

/** Why it cannot be told which state a job has left that Flink tells to have ended; `undefined` where it can. */
export function unknownEnd(seen: Seen): string | undefined {
  const job = deployedJob(seen);
  if (job === undefined || !isTerminal(job.state)) return undefined;
  if (isForgotten(seen)) return "Flink has forgotten its checkpoints";
  if (isUnreachable(seen))
    return "its last checkpoint cannot be restored from: it was removed, or lay in the JobManager's memory";
  return wentWithJob(newestKnown(seen), job) ? removed : undefined;
}

/** The same of a job whose JobManager is gone, by what was recorded when it was seen last. */
export function unknownRecordedEnd(seen: Seen): string | undefined {
  const { state, jobId: id } = seen.resource.status.jobStatus ?? {};
  const newest = newestKnown(seen);
  if (newest?.jobId !== id && hasRun(seen) && !isBatch(seen)) return "no state that it has left is known";
  return wentWithJob(newest, { state, id }) ? removed : undefined;
}

const removed = "Flink has removed its checkpoints, as it does when a job finishes";

/** Only savepoints outlive a job that has finished, whatever is to be retained of others (CheckpointProperties). */
const wentWithJob = (
  newest: KnownState | undefined,
  { state, id }: { readonly state: string | undefined; readonly id: string | undefined },
): boolean => state === "FINISHED" && newest?.kind === "checkpoint" && newest.jobId === id;

/**
 * Flink knows of the job only that it has ended (see Checkpoints): its JobManager was lost since. What is known may be older than what it
 * has left, if it was ever seen to run. A job that failed before it began left nothing, and batch jobs never do.
 */
function isForgotten(seen: Seen): boolean {
  const { flink } = seen;
  const isResultOnly = flink.kind === "answered" && flink.checkpoints?.kind === "disabled";
  return isResultOnly && hasRun(seen) && !isBatch(seen);
}

/** Flink tells of a checkpoint that is newer than any that can be restored from. */
function isUnreachable(seen: Seen): boolean {
  const { flink } = seen;
  const last =
    flink.kind === "answered" && flink.checkpoints?.kind === "enabled" ? flink.checkpoints.completed : undefined;
  if (last === undefined || last.path !== undefined) return false;
  const { jobId, checkpointId = -1 } = newestKnown(seen) ?? {};
  return jobId !== seen.resource.status.jobStatus?.jobId || checkpointId < last.id;
}

/** Since its deployment. Nobody announces to stop what does not run. */
export function hasRun({ resource }: Seen): boolean {
  const { reconciliationStatus, fleet } = resource.status;
  const { lastReconciledSpec, lastStableSpec } = reconciliationStatus ?? {};
  const wasStable = lastStableSpec !== undefined && lastStableSpec === lastReconciledSpec;
  return wasStable || fleet?.intent?.kind === "stop";
}

const isBatch = (seen: Seen): boolean =>
  textOf(flattened(runningSpec(seen).flinkConfiguration), "execution.runtime-mode")?.toUpperCase() === "BATCH";
