import { operatorOption } from "../../configuration/operatorOption.ts";
import type { JobState } from "../../flink.ts";
import { instant, seconds, since } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { normal, warning } from "../happenings/told.ts";
import { ownedDeployments } from "../observation/ownership.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { removal, waitingForPods } from "../deletion/removal.ts";
import { isOver, isSuspended } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { inDoubt } from "../upgrade/doubt.ts";
import { jobSight, newestKnown } from "../upgrade/facts.ts";
import { stateText } from "../upgrade/newestState.ts";
import { turnStopped } from "../upgrade/stopped.ts";
import { unknownEnd } from "../upgrade/unknownEnd.ts";
import { ending } from "../upgrade/upgrading.ts";
import { isToRestart } from "./isToRestart.ts";

/** A job that fails as soon as it starts is not started without a pause. */
const pause = seconds(10);

/**
 * A job that ended although the resource wants it to run. FINISHED: left alone. CANCELED by hand: started again from its newest state, as
 * the Apache operator does, but never from less than what is known. FAILED: the same, where `kubernetes.operator.job.restart.failed` says so.
 */
export function endedJob(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const job = deployedJob(seen);
  if (job === undefined) return endedAndGone(seen, circumstances);
  if (!isToRestart(seen, job.state, circumstances.defaults)) return undefined;
  const sight = jobSight(seen, circumstances);
  if (sight.kind !== "known" || !sight.checkpointsAreKnown) {
    const because = "the job has ended, and its last checkpoint is not known yet";
    return { act: "wait", because, step: "flink", wake: seconds(2) };
  }
  if (since(instant(job.endTime), circumstances.now) < pause) {
    return { act: "wait", because: `the job is ${job.state}, and started again soon`, wake: pause };
  }
  const unknown = seen.resource.spec.job?.upgradeMode === "stateless" ? undefined : unknownEnd(seen);
  return unknown === undefined
    ? started(seen, job.state, circumstances)
    : inDoubt(seen, `the job is ${job.state}, and ${unknown}.`);
}

/** Its JobManager was lost before it could be started again: what it has left is told by HA metadata, or by a user. */
function endedAndGone(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const state = seen.resource.status.jobStatus?.state;
  if (seen.jobManager !== undefined || !isToRestart(seen, state, circumstances.defaults)) return undefined;
  const because = `the job is ${state}, and its JobManager is gone: starting it again`;
  return (
    waitingForPods(seen, "jobmanager") ?? ending(seen, circumstances, [warning("Job", "RestartFailedJob", because)])
  );
}

function started(seen: Seen, state: JobState, circumstances: Circumstances): Plan {
  const isStateless = seen.resource.spec.job?.upgradeMode === "stateless";
  const newest = newestKnown(seen);
  const from = newest === undefined ? "empty, as it has no state" : `from ${stateText(newest)}`;
  const because = `the job is ${state}: starting it again ${isStateless ? "empty, as it is stateless" : from}`;
  return turnStopped(seen, circumstances, {
    upgradeMode: isStateless ? "stateless" : "savepoint",
    state: isStateless ? null : newest,
    because,
    tell: [
      state === "FAILED" ? warning("Job", "RestartFailedJob", because) : normal("Job", "RestartCanceledJob", because),
    ],
  });
}

/** The JobManager of a job that has ended is kept for people to look at, and then goes; HA metadata stays. */
export function endedCluster(seen: Seen, { defaults, now }: Circumstances): Plan | undefined {
  if (ownedDeployments(seen).length === 0 || !isOver(seen)) return undefined;
  if (isSuspended(seen)) return removal(seen, "suspended");
  const endedAt = instant(Number(seen.resource.status.jobStatus?.updateTime ?? now));
  const stays = operatorOption(presentOptions(seen, defaults), "jm-deployment.shutdown-ttl");
  if (since(endedAt, now) < stays) return undefined;
  return removal(seen, "the job has ended long ago");
}
