import type { StopIntent } from "../../../api/resources/journal.ts";
import { millis, minutes, parsedInstant, rfc3339, seconds, since } from "../../time.ts";
import type { JobId } from "../../flink.ts";
import type { Circumstances } from "../circumstances.ts";
import { waitedFor, type Step } from "../deadlines.ts";
import { stepText } from "../status/stepText.ts";
import { cancellable, isTerminal } from "../observation/jobState.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { inDoubt } from "./doubt.ts";
import { keeping } from "./keeping.ts";
import { jobSight, newestKnown, stoppedState } from "./facts.ts";
import { graphElsewhere } from "./graphElsewhere.ts";
import { haMetadata } from "./haMetadata.ts";
import { lostStop, unknownStop } from "./lostStop.ts";
import { startedOver } from "./startedOver.ts";
import { stateText } from "./newestState.ts";
import { stopRequest } from "./stopRequest.ts";
import { stoppedWith } from "./stoppedWith.ts";
import { redeployState, targetOf, turnStopped } from "./stopped.ts";
import { unknownEnd } from "./unknownEnd.ts";

const soon = millis(500);

/** Before 1.15 a savepoint that was asked for, and of which nothing can be seen, is asked for again after this long. */
const untilAskedAgain = seconds(30);

/** A JobManager that has just come up again may know its job only after a while. */
const untilForgotten = seconds(60);

/** One that does not come up, or not with its job, is left behind after this long: another one goes on from its HA metadata just as well. */
const untilLeftBehind = minutes(5);

/** One that is up and silent is given this long to cancel its job before it is taken away with it. */
const untilNotCancelled = seconds(30);

/** An earlier run announced that the job is stopped. What came of it is looked up; what was not sent, or got lost, is sent again. */
export function stopping(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const intent = seen.resource.status.fleet?.intent;
  if (intent?.kind !== "stop") return undefined;
  const job = jobSight(seen, circumstances);
  if (job.kind !== "known") return unseen(seen, intent, circumstances);
  if (isTerminal(job.state)) return ended(seen, intent, job.checkpointsAreKnown, circumstances);
  if (job.state === "CANCELLING") return waits(intent, stepText.cancellation);
  if (givesUp(seen, intent, circumstances)) return forgetting(seen, intent, circumstances);
  return intent.way === "savepoint"
    ? withSavepoint(seen, intent, circumstances)
    : cancelling(seen, intent, cancellable(job.state));
}

/** What it leaves behind counts once it is the last word. */
function ended(seen: Seen, announced: StopIntent, checkpointsAreKnown: boolean, circumstances: Circumstances): Plan {
  // Also the answer to a doubt about what it has left.
  const intent = givesUp(seen, announced, circumstances) ? { ...announced, way: "forget" as const } : announced;
  if (intent.way === "forget" || stoppedState(seen, circumstances.now) !== undefined) {
    return atItsEnd(seen, intent, circumstances);
  }
  if (!checkpointsAreKnown) return waits(intent, "the job has ended, and its last checkpoint is not known yet");
  const unknown = stoppedWith(seen, intent) === undefined ? unknownEnd(seen) : undefined;
  if (unknown === undefined) return atItsEnd(seen, intent, circumstances);
  return inDoubt(seen, unknownStop(seen, intent, unknown, circumstances.defaults));
}

const stepOf = ({ way }: StopIntent): Step => (way === "savepoint" ? "savepoint" : "cancellation");
const waits = (intent: StopIntent, because: string): Plan => ({
  act: "wait",
  because,
  step: stepOf(intent),
  wake: soon,
});

/** The user has changed the spec since, and does not want the state any more. */
function givesUp(seen: Seen, intent: StopIntent, circumstances: Circumstances): boolean {
  const isNewer = seen.resource.metadata.generation !== intent.generation;
  if (!isNewer || intent.way === "forget") return false;
  const { job } = targetOf(seen, circumstances);
  return job?.upgradeMode === "stateless" || redeployState(seen, circumstances) !== undefined;
}

function forgetting(seen: Seen, before: StopIntent, { now }: Circumstances): Plan {
  const { generation } = seen.resource.metadata;
  const { triggerId: _trigger, ...rest } = before;
  return {
    act: "stop",
    because: "the new spec gives the state up: cancelling the job",
    intent: { ...rest, way: "forget", generation, at: rfc3339(now) },
    effect: { kind: "cancelJob", job: before.jobId as JobId },
    step: "cancellation",
    wake: soon,
  };
}

function cancelling(seen: Seen, intent: StopIntent, mayBeCancelled: boolean): Plan {
  if (!mayBeCancelled) return waits(intent, stepText.cancellation);
  return {
    act: "again",
    because: "cancelling the job",
    effect: stopRequest(intent, runningSpec(seen), {}),
    step: "cancellation",
    wake: soon,
  };
}

function withSavepoint(seen: Seen, intent: StopIntent, circumstances: Circumstances): Plan {
  const progress = seen.flink.kind === "answered" ? seen.flink.savepoint : undefined;
  switch (progress?.kind) {
    case "inProgress":
      return waits(intent, stepText.savepoint);
    case "completed":
      return waits(intent, "the savepoint is complete, and the job about to end");
    case "failed":
      return {
        act: "turn",
        because: `the savepoint failed: ${firstLine(progress.because)}`,
        turn: { kind: "stopFailed", because: progress.because },
        wake: soon,
      };
    case "unknown":
    case undefined: {
      const older = startedOver(seen);
      return older === undefined ? askedAgain(seen, intent, circumstances) : inDoubt(seen, older);
    }
  }
}

const firstLine = (text: string): string => text.split("\n", 1)[0]?.slice(0, 200) ?? "";

/** It was never asked for, or the JobManager that was asked is gone: the job goes on without it. */
function askedAgain(seen: Seen, intent: StopIntent, { defaults, now }: Circumstances): Plan {
  const effect = stopRequest(intent, runningSpec(seen), presentOptions(seen, defaults));
  const asked = parsedInstant(intent.at);
  const isNamed = effect.kind === "stopWithSavepoint" && effect.request.triggerId !== undefined;
  if (!isNamed && (mayBeUnderWay(seen, intent) || since(asked, now) < untilAskedAgain)) {
    return waits(intent, "the job may be being stopped with a savepoint");
  }
  return { act: "again", because: "stopping the job with a savepoint", effect, step: "savepoint", wake: soon };
}

/** A checkpoint is not, nor is a savepoint that was under way before: Flink gives both up for the sake of the one to stop with. */
function mayBeUnderWay({ flink }: Seen, { newestCheckpoint = -1 }: StopIntent): boolean {
  const checkpoints = flink.kind === "answered" ? flink.checkpoints : undefined;
  return checkpoints?.kind === "enabled" && (checkpoints.savepointUnderWay ?? -1) > newestCheckpoint;
}

/** The job is at its end: with the savepoint, by the cancellation, or by itself in the meantime. */
function atItsEnd(seen: Seen, intent: StopIntent, circumstances: Circumstances): Plan {
  if (intent.way === "forget") {
    return turnStopped(seen, circumstances, {
      upgradeMode: "stateless",
      state: null,
      because: "the job has ended, and its state is given up",
    });
  }
  const state = stoppedState(seen, circumstances.now) ?? newestKnown(seen);
  const from = state === undefined ? "it has no state" : stateText(state);
  const kept = keeping(seen, intent, state, circumstances);
  return turnStopped(seen, circumstances, {
    upgradeMode: "savepoint",
    state,
    because: `the job has ended: ${from}`,
    ...kept,
  });
}

/** Flink does not answer, does not know the job any more, or is gone. */
function unseen(seen: Seen, intent: StopIntent, circumstances: Circumstances): Plan {
  if (intent.way === "forget" || givesUp(seen, intent, circumstances)) return forgotten(seen, intent, circumstances);
  const isKept = seen.ha.kind === "elsewhere" || typeof haMetadata(seen) === "object";
  const back = comingBack(seen, intent, isKept, circumstances);
  if (back !== undefined) return waits(intent, `the job is being stopped, and ${back}`);
  const known = stoppedWith(seen, intent);
  const graph = graphElsewhere(seen, known === undefined ? "last-state" : "savepoint", circumstances);
  // With its step, or the wait that led here would begin again.
  if (graph !== undefined) return { ...inDoubt(seen, graph), step: stepOf(intent) };
  if (known !== undefined) {
    return turnStopped(seen, circumstances, {
      upgradeMode: "savepoint",
      state: known,
      because: `the job has ended: ${stateText(known)}`,
    });
  }
  if (!isKept) return { ...inDoubt(seen, lostStop(seen, intent, circumstances.defaults)), step: stepOf(intent) };
  const { flinkVersion } = runningSpec(seen);
  if (targetOf(seen, circumstances).flinkVersion !== flinkVersion) {
    const why = `the JobManager was lost before the job had ended, and its state is in HA metadata of ${flinkVersion}: set spec.flinkVersion back first.`;
    return { ...inDoubt(seen, why), step: stepOf(intent) };
  }
  return turnStopped(seen, circumstances, {
    upgradeMode: "last-state",
    state: undefined,
    because: "the JobManager is gone before the job has ended: going on from the last checkpoint of the HA metadata",
  });
}

/** Why the job may be seen again. */
function comingBack(seen: Seen, intent: StopIntent, isKept: boolean, circumstances: Circumstances): string | undefined {
  const sight = jobSight(seen, circumstances);
  const waited = waitedFor(seen, stepOf(intent), circumstances.now);
  // What is up and silent may run, and where nothing tells what a job has left only that job can.
  const isLost = typeof haMetadata(seen) === "object" && waited >= untilLeftBehind;
  if (sight.kind === "silent") return isLost && !sight.isUp ? undefined : "Flink does not answer";
  if (sight.kind === "gone" || isLost) return undefined;
  if (isKept) return "the JobManager recovers";
  return waited < untilForgotten ? "the JobManager does not know it" : undefined;
}

function forgotten(seen: Seen, intent: StopIntent, circumstances: Circumstances): Plan {
  const sight = jobSight(seen, circumstances);
  const { state = "RECONCILING" } = seen.resource.status.jobStatus ?? {};
  const mayBeCancelled = sight.kind === "silent" && sight.isUp && !isTerminal(state);
  if (mayBeCancelled && waitedFor(seen, stepOf(intent), circumstances.now) < untilNotCancelled) {
    return waits(intent, "the job is being cancelled, and Flink does not answer");
  }
  const graph = graphElsewhere(seen, "stateless", circumstances);
  if (graph !== undefined) return { ...inDoubt(seen, graph), step: stepOf(intent) };
  return turnStopped(seen, circumstances, {
    upgradeMode: "stateless",
    state: null,
    because: "the state is given up, and Flink does not tell of the job",
  });
}
