import { userConfiguration } from "../../configuration/effective.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import { instant, seconds, since } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../deployedJob.ts";
import { normal, warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { removal } from "../removal.ts";
import { isDone, isOver, isSuspended } from "../running.ts";
import type { Seen } from "../seen.ts";
import { jobSight, newestKnown } from "../upgrade/facts.ts";
import { stateText } from "../upgrade/newestState.ts";
import { turnStopped } from "../upgrade/stopped.ts";

/** A job that fails as soon as it starts is not started without a pause. */
const pause = seconds(10);

/**
 * A job that ended although the resource wants it to run. FINISHED: left alone. CANCELED by hand: started again from its newest state, as
 * the Apache operator does, but never from less than what is known. FAILED: the same, where `kubernetes.operator.job.restart.failed` says so.
 */
export function endedJob(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const job = deployedJob(seen);
  const { metadata, spec } = seen.resource;
  if (job === undefined || !isDone(seen) || spec.job?.state !== "running") return undefined;
  const options = userConfiguration({ namespace: metadata.namespace, spec }, circumstances.defaults);
  const isToRestart =
    job.state === "CANCELED" || (job.state === "FAILED" && operatorOption(options, "job.restart.failed"));
  if (!isToRestart) return undefined;
  const sight = jobSight(seen, circumstances);
  if (sight.kind !== "known" || !sight.checkpointsAreKnown) {
    return {
      act: "wait",
      because: "the job has ended, and its last checkpoint is not known yet",
      step: "flink",
      wake: seconds(2),
    };
  }
  if (since(instant(job.endTime), circumstances.now) < pause) {
    return { act: "wait", because: `the job is ${job.state}, and started again soon`, wake: pause };
  }
  const newest = newestKnown(seen);
  const isStateless = spec.job.upgradeMode === "stateless";
  const from = isStateless
    ? "empty, as it is stateless"
    : newest === undefined
      ? "empty, it has no state"
      : `from ${stateText(newest)}`;
  const because = `the job is ${job.state}: starting it again ${from}`;
  return turnStopped(seen, circumstances, {
    upgradeMode: isStateless ? "stateless" : "savepoint",
    state: isStateless ? null : newest,
    because,
    tell: [
      job.state === "FAILED"
        ? warning("Job", "RestartFailedJob", because)
        : normal("Job", "RestartCanceledJob", because),
    ],
  });
}

/** The JobManager of a job that has ended is kept for people to look at, and then goes; HA metadata stays. */
export function endedCluster(seen: Seen, { defaults, now }: Circumstances): Plan | undefined {
  if (seen.jobManager === undefined || !isOver(seen)) return undefined;
  if (isSuspended(seen)) return removal(seen, "suspended");
  const { metadata, spec, status } = seen.resource;
  const options = userConfiguration({ namespace: metadata.namespace, spec }, defaults);
  const endedAt = instant(Number(status.jobStatus?.updateTime ?? now));
  if (since(endedAt, now) < operatorOption(options, "jm-deployment.shutdown-ttl")) return undefined;
  return removal(seen, "the job has ended long ago");
}
