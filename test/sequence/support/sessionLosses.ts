import type { Incarnation } from "../../../lib/world/flink/incarnations.ts";
import type { SessionStage } from "./sessionStage.ts";
import { losses, runText } from "./stage.ts";

/**
 * What must be true of a session job whatever happens: it never starts from older state, also on another cluster, and never runs twice.
 * `givenUp`: starts by their number (from 0) that need not go on from what was before them.
 */
export function brokenIn(stage: SessionStage, job = "counts", givenUp: readonly number[] = []): readonly string[] {
  const runs = stage.runs(job);
  const first = Math.min(...givenUp, runs.length);
  return [...losses(runs.slice(0, first)), ...leftBehind(stage, runs, givenUp), ...twins(runs)];
}

/** State that lies in storage, whichever cluster took it, and that the job had made since its state was given up last. */
function leftBehind(stage: SessionStage, runs: readonly Incarnation[], givenUp: readonly number[]): readonly string[] {
  return runs.flatMap((run, index) => {
    const since = Math.max(0, ...givenUp.filter((one) => one <= index));
    const jobs = new Set(runs.slice(since, index).map(({ jobId }) => jobId));
    const before = stage.scene.spoke.snapshots.filter(
      ({ jobId, createdAt }) => jobs.has(jobId) && createdAt < run.startedAt,
    );
    const newest = before.at(-1)?.count ?? 0;
    if (run.restore === "failed" || run.restoredCount >= newest) return [];
    return [`start ${index}: ${runText(run)}, and ${newest} was in storage`];
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
