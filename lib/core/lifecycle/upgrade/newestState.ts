import type { KnownState } from "../../../api/resources/journal.ts";
import type { CheckpointInfo, Checkpoints } from "../../flink.ts";
import { instant, parsedInstant, rfc3339, type Instant } from "../../time.ts";
import { identified, isUnidentified } from "./identified.ts";

/**
 * The newest state that is known after Flink told of a job's checkpoints: as the Apache operator (AbstractFlinkService.getLastCheckpoint),
 * the highest id among the restored, the completed and the savepoint that can be restored from. Ids count up through restarts of one job.
 */
export function newestState(
  before: KnownState | undefined,
  jobId: string,
  checkpoints: Checkpoints | undefined,
  flinkVersion: string | undefined,
): KnownState | undefined {
  const told = newestOf(checkpoints);
  const known = before?.jobId === jobId ? identified(before, checkpoints) : before;
  if (told === undefined || known?.path === told.path || isOlder(told, known, jobId)) return known;
  return {
    kind: told.isSavepoint ? "savepoint" : "checkpoint",
    path: told.path,
    jobId,
    checkpointId: told.id,
    ...(flinkVersion === undefined ? {} : { flinkVersion }),
    at: rfc3339(instant(told.at)),
    verified: true,
  };
}

function newestOf(checkpoints: Checkpoints | undefined): (CheckpointInfo & { readonly path: string }) | undefined {
  if (checkpoints?.kind !== "enabled") return undefined;
  const { restored, completed, savepoint } = checkpoints;
  return [restored, completed, savepoint]
    .filter((one): one is CheckpointInfo & { readonly path: string } => one?.path !== undefined)
    .toSorted((a, b) => b.id - a.id)[0];
}

/**
 * A JobManager that came up anew without high availability counts from before, and knows less than we do. What another job has left is what
 * this one was started from, and older than all that it tells: whose clock is ahead of whose says nothing.
 */
function isOlder(told: CheckpointInfo, before: KnownState | undefined, jobId: string): boolean {
  if (before === undefined || before.jobId !== jobId) return false;
  if (before.checkpointId !== undefined) return told.id < before.checkpointId;
  return isUnidentified(before) || told.at < parsedInstant(before.at);
}

/** A state that a user named, in place of all that the job `jobId` has left. */
export const namedState = (
  path: string,
  { jobId, flinkVersion }: Pick<KnownState, "jobId" | "flinkVersion">,
  now: Instant,
): KnownState => ({
  kind: "savepoint",
  path,
  ...(jobId === undefined ? {} : { jobId }),
  ...(flinkVersion === undefined ? {} : { flinkVersion }),
  at: rfc3339(now),
  verified: false,
});

/** What is said of it to people. */
export const stateText = ({ kind, path, at }: KnownState): string => `${kind} ${path} of ${at}`;
