import { savepointDirectory, textOf } from "../../configuration/options.ts";
import type { Choice } from "./choice.ts";
import type { Facts } from "./facts.ts";

/** A job that is cancelled goes on from its last checkpoint, where that outlives it; else only a savepoint does. */
export function cancelChoice(facts: Facts, why: string): Choice {
  if (leavesCheckpoints(facts)) {
    return { kind: "stop", way: "cancel", because: `${why}: cancelling the job, to go on from its last checkpoint` };
  }
  const { job, options } = facts;
  const isRunning = job.kind === "known" && job.state === "RUNNING";
  return isRunning && savepointDirectory(options) !== undefined
    ? { kind: "stop", way: "savepoint", because: `${why}: stopping the job with a savepoint, as ${lost}` }
    : { kind: "wait", step: "healthyJob", because: `the job is not cancelled, as ${lost}` };
}

const lost =
  "its checkpoints would go with it (execution.checkpointing.dir, execution.checkpointing.externalized-checkpoint-retention)";

const retention = "execution.checkpointing.externalized-checkpoint-retention";

/** Those in the JobManager's memory never do, others as they are to be retained (CheckpointProperties). One that has none loses none. */
function leavesCheckpoints({ seen, running }: Facts): boolean {
  const checkpoints = seen.flink.kind === "answered" ? seen.flink.checkpoints : undefined;
  if (checkpoints?.kind !== "enabled" || checkpoints.completed === undefined) return true;
  const kept = textOf(running, retention) ?? "RETAIN_ON_CANCELLATION";
  return checkpoints.completed.path !== undefined && kept.toUpperCase() === "RETAIN_ON_CANCELLATION";
}
