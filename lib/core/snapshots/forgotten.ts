import type { Checkpoints, TriggerId } from "../flink.ts";
import { parsedInstant, seconds, since, type Instant } from "../time.ts";
import { attempt, trigger } from "./attempt.ts";
import type { SnapshotCircumstances } from "./circumstances.ts";
import { abandoned, concluded } from "./conclusion.ts";
import { snapshotType } from "./labels.ts";
import { overdue, triggeredAt } from "./overdue.ts";
import { mayBeUnderWay } from "./mayBeUnderWay.ts";
import { grace } from "./patience.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { JobSeen, SnapshotSeen } from "./seen.ts";
import { takenSince } from "./takenSince.ts";
import { waiting } from "./waiting.ts";

interface Found {
  readonly job: JobSeen;
  readonly checkpoints: Checkpoints;
}

/**
 * Flink does not know the request. It may never have been made (a run died before), be forgotten (after five minutes), or be lost
 * with a JobManager: a snapshot that the job has taken since stands for it; where there is none, it is asked for again.
 */
export function forgotten(
  seen: SnapshotSeen,
  { job, checkpoints }: Found,
  circumstances: SnapshotCircumstances,
): SnapshotPlan {
  const { resource } = seen;
  const { now } = circumstances;
  const request = { type: snapshotType(resource), at: triggeredAt(resource), others: seen.others };
  const path = takenSince(request, checkpoints);
  if (path !== undefined) return concluded({ kind: "completed", path }, "the job has taken the snapshot");
  if (resource.metadata.deletionTimestamp !== undefined) return unmade(seen, now);
  const { standing } = job;
  if (standing.kind === "ended") return abandoned(standing.because);
  const late = overdue(seen, job, now);
  if (late !== undefined) return late;
  if (standing.kind !== "running") {
    return waiting(seen, now, { because: standing.because, isSeen: standing.kind === "away" });
  }
  return repeated(seen, { job, checkpoints }, circumstances);
}

/** Of a resource that goes away nothing is begun any more; a run that has just announced the request may still make it. */
function unmade(seen: SnapshotSeen, now: Instant): SnapshotPlan {
  if (since(announcedAt(seen), now) < grace) {
    return { act: "wait", because: "another run may be asking for the snapshot", wake: seconds(5) };
  }
  return abandoned("the resource was deleted before the snapshot was taken");
}

function repeated(seen: SnapshotSeen, { job, checkpoints }: Found, circumstances: SnapshotCircumstances): SnapshotPlan {
  const { triggerId } = seen.resource.status;
  const { jobId, version } = job;
  if (version.takesTriggerIds && triggerId !== undefined && jobId !== undefined) {
    return {
      act: "again",
      because: "Flink does not know the request, which is made again under its id",
      effect: trigger(seen.resource.spec, { ...job, jobId }, triggerId as TriggerId),
      wake: seconds(5),
    };
  }
  const because = mayBeUnderWay(since(announcedAt(seen), circumstances.now), job, checkpoints);
  if (because !== undefined) return { act: "wait", because, wake: seconds(5) };
  return attempt(seen, job, circumstances, "the request was lost");
}

function announcedAt({ resource }: SnapshotSeen): Instant {
  const at = resource.status.fleet?.intent?.at;
  return at === undefined ? triggeredAt(resource) : parsedInstant(at);
}
