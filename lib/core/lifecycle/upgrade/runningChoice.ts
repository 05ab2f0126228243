import { stepText } from "../status/stepText.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import { instant } from "../../time.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { cancellable } from "../observation/jobState.ts";
import { checkpointAge } from "./checkpointAge.ts";
import { cancelChoice } from "./cancelChoice.ts";
import type { Choice } from "./choice.ts";
import type { Facts } from "./facts.ts";
import { fromHa, keepsHa, mayFallBack } from "./haChoice.ts";

/** All tasks of the job run. */
export function runningChoice(facts: Facts): Choice | undefined {
  const { job, target, versionChanges } = facts;
  if (job.kind !== "known") return undefined;
  if (job.state === "CANCELLING") {
    return { kind: "wait", step: "cancellation", because: stepText.cancellation };
  }
  if (job.state !== "RUNNING") return undefined;
  if (target.job?.upgradeMode === "savepoint") return savepoint("stopping the job with a savepoint");
  return versionChanges ? toAnotherVersion(facts) : youngEnough(facts);
}

const savepoint = (because: string): Choice => ({ kind: "stop", way: "savepoint", because });

/** HA metadata of one version is not for another. */
const toAnotherVersion = (facts: Facts): Choice =>
  savepointDirectory(facts.options) === undefined
    ? cancelChoice(facts, "Flink's version changes")
    : savepoint("Flink's version changes: stopping the job with a savepoint");

function youngEnough(facts: Facts): Choice {
  const { options, seen, now } = facts;
  const maxAge = operatorOption(options, "job.upgrade.last-state.max.allowed.checkpoint.age");
  const checkpoints = seen.flink.kind === "answered" ? seen.flink.checkpoints : undefined;
  const startedAt = instant(deployedJob(seen)?.startTime ?? now);
  switch (checkpointAge({ maxAge, checkpoints, startedAt, now })) {
    case "savepoint":
      return savepoint("the newest checkpoint is too old: stopping the job with a savepoint");
    case "wait":
      return { kind: "wait", step: "checkpointAge", because: "the newest checkpoint is too old, and one is under way" };
    case "lastState":
      return lastState(facts);
  }
}

/** Flink told of the job, and it is neither running nor at an end. */
export function unhealthyChoice(facts: Facts): Choice | undefined {
  const { job, target, options, versionChanges } = facts;
  if (job.kind !== "known") return undefined;
  const insists = target.job?.upgradeMode === "savepoint" && !mayFallBack(options) && !versionChanges;
  if (insists || !cancellable(job.state)) {
    const because = `the job is ${job.state}: waiting for it to run, so that it can be stopped with its state`;
    return { kind: "wait", step: "healthyJob", because };
  }
  return versionChanges ? cancelChoice(facts, "Flink's version changes") : lastState(facts);
}

/**
 * By the HA metadata where there is some, without a word to the job; else by cancelling it. In ZooKeeper nobody could take the job's graph out,
 * and Flink would run the job as it was, whatever the new spec says.
 */
function lastState(facts: Facts): Choice {
  const { seen, options } = facts;
  if (seen.ha.kind === "elsewhere") return cancelChoice(facts, "last-state with HA metadata that cannot be looked at");
  const byHa = keepsHa(facts) && !operatorOption(options, "job.upgrade.last-state.job-cancel.enabled");
  return byHa ? fromHa("last-state") : cancelChoice(facts, "last-state without HA metadata");
}
