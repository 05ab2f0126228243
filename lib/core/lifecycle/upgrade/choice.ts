import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { KnownState, StopIntent } from "../../../api/resources/journal.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import { cancellable, isTerminal } from "../jobState.ts";
import { waitedFor, type Step } from "../deadlines.ts";
import { minutes } from "../../time.ts";
import type { Facts } from "./facts.ts";
import { stateText } from "./newestState.ts";
import { checkpointAge } from "./checkpointAge.ts";

/** How the running job is to be ended before the next cluster is made. */
export type Choice =
  | { readonly kind: "stop"; readonly way: StopIntent["way"]; readonly because: string }
  /** Nothing has to be sent to the job: its pods can go, and the next one starts by `upgradeMode`. */
  | {
      readonly kind: "stopped";
      readonly upgradeMode: UpgradeMode;
      /** `undefined`: as it is known. `null`: given up. */
      readonly state?: KnownState | null | undefined;
      readonly because: string;
    }
  | { readonly kind: "wait"; readonly step: Step; readonly because: string }
  /** Only a user can say from which state to go on. */
  | { readonly kind: "doubt"; readonly because: string };

/**
 * The Apache operator's AbstractJobReconciler.getJobUpgrade, for applications, with these differences: a job that has ended is
 * only left behind once its last checkpoint is known; a state is never taken for empty because it is not known; and nothing is
 * decided upon a JobManager that merely did not answer just now.
 */
export function upgradeChoice(facts: Facts): Choice {
  return unstarted(facts) ?? stateless(facts) ?? ended(facts) ?? running(facts) ?? unhealthy(facts) ?? lost(facts);
}

/** No pod of it ever ran: what it was to start from is still the newest state. This is what lets a bad image be corrected. */
function unstarted({ seen, ha }: Facts): Choice | undefined {
  const { jobManager, deployed } = seen;
  if (jobManager?.neverAvailable !== true || deployed.kind !== "recorded") return undefined;
  if (typeof ha === "object" && ha.checkpointId !== undefined) return undefined;
  const upgradeMode = deployed.last.job?.upgradeMode ?? "stateless";
  return { kind: "stopped", upgradeMode, because: "no JobManager of the last deployment ever came up" };
}

function stateless({ target, job }: Facts): Choice | undefined {
  if (target.job?.upgradeMode !== "stateless") return undefined;
  const because = "stateless: the state is given up";
  if (job.kind === "known" && cancellable(job.state)) return { kind: "stop", way: "forget", because };
  if (job.kind === "known" && job.state === "CANCELLING") return cancelling;
  return { kind: "stopped", upgradeMode: "stateless", state: null, because };
}

const cancelling: Choice = { kind: "wait", step: "cancellation", because: "the job is being cancelled" };

/** A job that has ended: seen by Flink, or, where its JobManager is gone, recorded when it was seen last. */
function ended({ seen, job, ha, newest }: Facts): Choice | undefined {
  if (job.kind === "known") {
    if (!isTerminal(job.state)) return undefined;
    const because = `the job is ${job.state}: ${newest === undefined ? "it has no checkpoint" : `going on from ${stateText(newest)}`}`;
    if (!job.checkpointsAreKnown)
      return { kind: "wait", step: "flink", because: "the last checkpoint is not known yet" };
    return { kind: "stopped", upgradeMode: "savepoint", state: newest, because };
  }
  const recorded = seen.resource.status.jobStatus?.state;
  if (recorded === undefined || !isTerminal(recorded) || typeof ha === "object") return undefined;
  if (newest === undefined && seen.resource.status.jobStatus?.upgradeSavepointPath !== undefined) {
    return { kind: "doubt", because: `the job is ${recorded}, and its last checkpoint is not known` };
  }
  return { kind: "stopped", upgradeMode: "savepoint", because: `the job was ${recorded}` };
}

function running(facts: Facts): Choice | undefined {
  const { job, target, options, versionChanges, seen, now } = facts;
  if (job.kind !== "known") return undefined;
  if (job.state === "CANCELLING") return cancelling;
  if (job.state !== "RUNNING") return undefined;
  const savepoint: Choice = { kind: "stop", way: "savepoint", because: "stopping the job with a savepoint" };
  if (target.job?.upgradeMode === "savepoint") return savepoint;
  if (versionChanges) {
    const because = "Flink's version changes: stopping the job with a savepoint";
    return savepointDirectory(options) === undefined ? cancel("Flink's version changes") : { ...savepoint, because };
  }
  const maxAge = operatorOption(options, "job.upgrade.last-state.max.allowed.checkpoint.age");
  const checkpoints = seen.flink.kind === "answered" ? seen.flink.checkpoints : undefined;
  const startedAt = seen.flink.kind === "answered" ? startOf(facts) : now;
  switch (checkpointAge({ maxAge, checkpoints, startedAt, now })) {
    case "savepoint":
      return { ...savepoint, because: "the newest checkpoint is too old: stopping the job with a savepoint" };
    case "wait":
      return { kind: "wait", step: "checkpointAge", because: "the newest checkpoint is too old, and one is under way" };
    case "lastState":
      return lastState(facts);
  }
}

function startOf({ seen, now }: Facts): Facts["now"] {
  const started = Number(seen.resource.status.jobStatus?.startTime ?? now);
  return (Number.isFinite(started) ? started : now) as Facts["now"];
}

/** Flink told of the job, and it is neither running nor at an end. */
function unhealthy(facts: Facts): Choice | undefined {
  const { job, target, options, versionChanges } = facts;
  if (job.kind !== "known") return undefined;
  if (target.job?.upgradeMode === "savepoint" && !mayFallBack(options) && !versionChanges)
    return waitsForJob(job.state);
  if (!cancellable(job.state)) return waitsForJob(job.state);
  return versionChanges ? cancel("Flink's version changes") : lastState(facts);
}

const mayFallBack = (options: Facts["options"]): boolean =>
  operatorOption(options, "job.upgrade.last-state-fallback.enabled");

const waitsForJob = (state: string): Choice => ({
  kind: "wait",
  step: "healthyJob",
  because: `the job is ${state}: waiting for it to run, so that it can be stopped with its state`,
});

const cancel = (why: string): Choice => ({
  kind: "stop",
  way: "cancel",
  because: `${why}: cancelling the job, to go on from its last checkpoint`,
});

/** By the HA metadata where there is some, without a word to the job; else by cancelling it. */
function lastState({ ha, haInBoth, options, seen }: Facts): Choice {
  const isKept = seen.ha.kind === "elsewhere" || typeof ha === "object";
  const byHa = haInBoth && isKept && !operatorOption(options, "job.upgrade.last-state.job-cancel.enabled");
  return byHa ? fromHa("last-state") : cancel("last-state without HA metadata");
}

const fromHa = (why: string): Choice => ({
  kind: "stopped",
  upgradeMode: "last-state",
  because: `${why}: going on from the last checkpoint of the HA metadata`,
});

/** How long a JobManager that is up may keep silent before its HA metadata is gone by. */
const untilGivenUp = minutes(1);

/** Flink does not answer, does not know the job, or is gone. */
function lost(facts: Facts): Choice {
  const { job, target, ha, haInBoth, options, versionChanges, seen, now } = facts;
  if (job.kind === "silent" && job.isUp && waitedFor(seen, "flink", now) < untilGivenUp) {
    return { kind: "wait", step: "flink", because: "Flink does not answer" };
  }
  const isKept = haInBoth && (seen.ha.kind === "elsewhere" || typeof ha === "object");
  if (isKept && !versionChanges) {
    if (target.job?.upgradeMode === "last-state" || mayFallBack(options)) return fromHa("the job cannot be reached");
    return { kind: "wait", step: "healthyJob", because: "the job cannot be reached, and last-state fallback is off" };
  }
  if (job.kind === "silent") return { kind: "wait", step: "flink", because: "waiting for the JobManager" };
  if (job.kind === "unknownToFlink") return { kind: "wait", step: "flink", because: "Flink does not know the job" };
  return { kind: "doubt", because: goneText(facts) };
}

function goneText({ haInBoth, versionChanges, ha }: Facts): string {
  const gone = "JobManager deployment is missing and ";
  if (typeof ha === "object" && versionChanges) {
    return `${gone}Flink's version changes, so that its HA metadata cannot be used: set spec.flinkVersion back first.`;
  }
  if (typeof ha === "object" && !haInBoth) {
    return `${gone}the new spec has no high availability, so that the HA metadata cannot be used: set it back first.`;
  }
  return `${gone}HA metadata is not available to make stateful upgrades. It is possible that the job has finished or terminally failed, or the configmaps have been deleted.`;
}
