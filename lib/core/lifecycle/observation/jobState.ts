import type { JobOverview, JobState } from "../../flink.ts";

const terminal: readonly JobState[] = ["FINISHED", "CANCELED", "FAILED"];

/** Flink's "globally terminal": it will never run again. SUSPENDED is not: another leader may go on with it. */
export const isTerminal = (state: JobState): boolean => terminal.includes(state);

export const cancellable = (state: JobState): boolean =>
  state !== "RECONCILING" && state !== "CANCELLING" && !isTerminal(state);

/**
 * Flink says RUNNING as soon as it schedules. As the Apache operator (JobStatusObserver), a job counts as RUNNING only once
 * all its tasks run or have finished, and as CREATED until then.
 */
export function effectiveState(job: JobOverview): JobState {
  if (job.state !== "RUNNING") return job.state;
  const { total = 0, running = 0, finished = 0 } = job.tasks;
  return running + finished === total ? "RUNNING" : "CREATED";
}

/** A job that cannot be seen is RECONCILING, unless it had ended: that stays true. */
export const unseenState = (before: JobState | undefined): JobState =>
  before !== undefined && isTerminal(before) ? before : "RECONCILING";
