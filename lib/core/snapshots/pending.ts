import { minutes, since, type Millis } from "../time.ts";
import { attempt } from "./attempt.ts";
import { nextAttempt } from "./backoff.ts";
import type { SnapshotCircumstances } from "./circumstances.ts";
import { abandoned } from "./conclusion.ts";
import { missingTarget } from "./missingTarget.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { JobSeen, SnapshotSeen } from "./seen.ts";
import { waiting } from "./waiting.ts";

/** Nothing is under way: asks for the snapshot as soon as the job runs and the last failure is long enough ago. */
export function pending(seen: SnapshotSeen, circumstances: SnapshotCircumstances): SnapshotPlan {
  const { now } = circumstances;
  const pause = since(now, nextAttempt(seen.resource));
  if (pause > 0)
    return { act: "wait", because: "the next attempt is made after a pause", wake: soonOrScheduled(pause) };
  const { target } = seen;
  switch (target.kind) {
    case "none":
    case "missing":
      return missingTarget(seen, now);
    case "notSeen":
      return waiting(seen, now, { because: target.because, isSeen: false });
    case "found":
      return ofJob(seen, target, circumstances);
  }
}

/** As long as a message can be delayed. */
const longestWake = minutes(15);

const soonOrScheduled = (pause: Millis): Millis | "on schedule" => (pause < longestWake ? pause : "on schedule");

function ofJob(seen: SnapshotSeen, job: JobSeen, circumstances: SnapshotCircumstances): SnapshotPlan {
  const { standing } = job;
  switch (standing.kind) {
    case "running":
      return attempt(seen, job, circumstances, "the job runs");
    case "away":
    case "notSeen":
      return waiting(seen, circumstances.now, { because: standing.because, isSeen: standing.kind === "away" });
    case "ended":
      return abandoned(standing.because);
  }
}
