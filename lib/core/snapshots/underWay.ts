import { minutes, seconds, since, type Instant, type Millis } from "../time.ts";
import type { SnapshotCircumstances } from "./circumstances.ts";
import { abandoned, concluded } from "./conclusion.ts";
import { forgotten } from "./forgotten.ts";
import { overdue, triggeredAt } from "./overdue.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { JobSeen, SnapshotSeen } from "./seen.ts";
import { waiting } from "./waiting.ts";

/** What a request that Flink has taken is told as. */
export const taking = "Flink takes the snapshot";

/** A request was announced or made: what Flink says of it decides, and the state of the job only where Flink says nothing. */
export function underWay(seen: SnapshotSeen, circumstances: SnapshotCircumstances): SnapshotPlan | undefined {
  if (seen.resource.status.state !== "IN_PROGRESS") return undefined;
  const { target } = seen;
  const { now } = circumstances;
  switch (target.kind) {
    case "none":
    case "missing":
      return abandoned("the resource that spec.jobReference names was deleted");
    case "notSeen":
      return waiting(seen, now, { because: target.because, isSeen: false });
    case "found":
      return ofJob(seen, target, circumstances);
  }
}

function ofJob(seen: SnapshotSeen, job: JobSeen, circumstances: SnapshotCircumstances): SnapshotPlan {
  const { progress } = seen;
  const { now } = circumstances;
  switch (progress.kind) {
    case "completed":
      return concluded({ kind: "completed", path: progress.path }, "Flink has completed the snapshot");
    case "failed":
      return concluded({ kind: "failed", because: progress.because }, "Flink could not take the snapshot");
    case "inProgress":
      return overdue(seen, job, now) ?? { act: "wait", because: taking, wake: pace(seen, now) };
    case "unknown":
      return wasReplaced(seen, job) ?? forgotten(seen, { job, checkpoints: progress.checkpoints }, circumstances);
    case "notSeen":
      return waiting(seen, now, { because: progress.because, isSeen: false });
    case "notAsked":
      return wasReplaced(seen, job) ?? withoutAnswer(seen, job, now);
  }
}

function withoutAnswer(seen: SnapshotSeen, { standing }: JobSeen, now: Instant): SnapshotPlan {
  if (standing.kind === "ended") return abandoned(standing.because);
  const because = standing.kind === "running" ? "Flink was not asked" : standing.because;
  return waiting(seen, now, { because, isSeen: standing.kind === "away" });
}

/** A job that was started anew knows nothing of what its predecessor was asked for. */
function wasReplaced({ resource }: SnapshotSeen, { jobId }: JobSeen): SnapshotPlan | undefined {
  const asked = resource.status.fleet?.intent?.jobId;
  if (asked === undefined || jobId === undefined || asked === jobId) return undefined;
  const because = "the job was replaced by another before the snapshot was known to be complete";
  return concluded({ kind: "failed", because }, because);
}

/** Small snapshots take seconds, large ones are not asked for all the time. */
function pace({ resource }: SnapshotSeen, now: Instant): Millis {
  const age = since(triggeredAt(resource), now);
  return age < minutes(1) ? seconds(5) : age < minutes(10) ? seconds(15) : minutes(1);
}
