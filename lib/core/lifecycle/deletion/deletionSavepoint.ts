import { operatorOption } from "../../configuration/operatorOption.ts";
import { seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { isTerminal } from "../observation/jobState.ts";
import { neverRan } from "./neverRan.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { unrecorded } from "../deployment/unfinishedDeployment.ts";
import { announcedStop } from "../upgrade/announcedStop.ts";
import { jobSight, newestKnown, type JobSight } from "../upgrade/facts.ts";
import { keptText } from "../upgrade/keptText.ts";
import { stateText } from "../upgrade/newestState.ts";
import { stopping } from "../upgrade/stopping.ts";

/**
 * `kubernetes.operator.job.savepoint-on-deletion`: the job is stopped with a savepoint before anything is removed. Where none can be taken,
 * nothing goes, HA metadata least of all, until the job is well again or the user has set the option to false.
 */
export function deletionSavepoint(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const isAsked = operatorOption(presentOptions(seen, circumstances.defaults), "job.savepoint-on-deletion");
  if (!isAsked || !isApplication(seen)) return undefined;
  const made = unrecorded(seen);
  if (made !== undefined || !isRecordedToRun(seen)) return made;
  const announced = stopping(seen, circumstances);
  if (announced !== undefined) return announced;
  const job = jobSight(seen, circumstances);
  if (hasEnded(seen, job) || neverRan(seen)) return undefined;
  if (job.kind !== "known" || job.state !== "RUNNING") return blocked(seen, job);
  const savepoint = { way: "savepoint", because: "deleted: stopping the job with a savepoint" } as const;
  return announcedStop(seen, savepoint, circumstances, []);
}

/** Else it was stopped with its state by now, or there was nothing to stop. */
const isRecordedToRun = ({ deployed }: Seen): boolean =>
  deployed.kind === "recorded" && deployed.last.job?.state === "running";

function hasEnded({ resource }: Seen, job: JobSight): boolean {
  if (job.kind === "known") return isTerminal(job.state);
  const recorded = resource.status.jobStatus?.state;
  return job.kind === "gone" && recorded !== undefined && isTerminal(recorded);
}

const sights = {
  unknownToFlink: "Flink does not know it",
  silent: "Flink does not answer",
  gone: "its JobManager is missing",
};

function blocked(seen: Seen, job: JobSight): Plan {
  const why = job.kind === "known" ? `it is ${job.state}` : sights[job.kind];
  const known = newestKnown(seen);
  const kept = keptText(seen.ha);
  const newest = [
    ...(known === undefined ? [] : [`the newest known state is ${stateText(known)}`]),
    ...(kept === undefined ? [] : [kept]),
  ];
  const message = `kubernetes.operator.job.savepoint-on-deletion is true, and no savepoint can be taken of the job: ${why}. Nothing is removed until it runs again. To delete it without a savepoint set the option to false; ${newest.join(", ") || "no state of it is known"}`;
  return {
    act: "wait",
    because: message,
    obstacle: { reason: "SavepointOnDeletionBlocked", message },
    wake: seconds(15),
  };
}
