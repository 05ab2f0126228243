import type { Incarnation } from "../../../lib/world/flink/incarnations.ts";
import type { SessionStage } from "./sessionStage.ts";
import { losses, runText } from "./stage.ts";

/** What must be true of a session job whatever happens: it never starts from older state, also on another cluster, and never runs twice. */
export function brokenIn(stage: SessionStage, job = "counts", givenUp: readonly number[] = []): readonly string[] {
  const runs = stage.runs(job);
  return [...losses(runs, givenUp), ...leftElsewhere(stage, job, givenUp), ...twins(runs)];
}

/** State that lies in storage, whichever cluster took it. */
function leftElsewhere(stage: SessionStage, job: string, givenUp: readonly number[]): readonly string[] {
  const snapshots = stage.scene.spoke.snapshots.filter(({ jobName }) => jobName === job);
  return stage.runs(job).flatMap((run, index) => {
    if (run.restore === "failed" || givenUp.some((one) => one <= index)) return [];
    const newest = snapshots.findLast(({ createdAt }) => createdAt < run.startedAt)?.count ?? 0;
    return run.restoredCount >= newest ? [] : [`start ${index}: ${runText(run)}, and ${newest} was in storage`];
  });
}

/** One resource is one job: whatever its ids. */
function twins(runs: readonly Incarnation[]): readonly string[] {
  return runs.flatMap((run, index) =>
    runs
      .slice(0, index)
      .filter(({ restore, endedAt = Infinity }) => restore !== "failed" && endedAt > run.startedAt)
      .map((other) => `start ${index}: ${run.jobId} while ${other.jobId} ran`),
  );
}
