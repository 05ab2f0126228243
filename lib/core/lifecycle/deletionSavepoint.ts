import { userConfiguration } from "../configuration/effective.ts";
import { operatorOption } from "../configuration/operatorOption.ts";
import { seconds } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import { isTerminal } from "./jobState.ts";
import type { Plan } from "./plan.ts";
import { isApplication } from "./running.ts";
import type { Seen } from "./seen.ts";
import { announcedStop } from "./upgrade/announcedStop.ts";
import { factsOf, newestKnown, type JobSight } from "./upgrade/facts.ts";
import { stateText } from "./upgrade/newestState.ts";
import { stopping } from "./upgrade/stopping.ts";

/**
 * `kubernetes.operator.job.savepoint-on-deletion`: the job is stopped with a savepoint before anything is removed. Where none can be taken,
 * nothing goes, HA metadata least of all, until the job is well again or the user has set the option to false.
 */
export function deletionSavepoint(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { deployed, resource } = seen;
  const { metadata, spec } = resource;
  const options = userConfiguration({ namespace: metadata.namespace, spec }, circumstances.defaults);
  if (!operatorOption(options, "job.savepoint-on-deletion") || !isApplication(seen)) return undefined;
  // By then it was stopped with its state, or had nothing to stop.
  if (deployed.kind !== "recorded" || deployed.last.job?.state === "suspended") return undefined;
  if (resource.status.fleet?.intent?.kind === "stop") return stopping(seen, circumstances);
  const { job } = factsOf(seen, deployed.spec, circumstances);
  if (job.kind === "known" && isTerminal(job.state)) return undefined;
  const ended = resource.status.jobStatus?.state;
  if (job.kind === "gone" && ended !== undefined && isTerminal(ended)) return undefined;
  if (job.kind === "known" && job.state === "RUNNING") {
    return announcedStop(
      seen,
      { way: "savepoint", because: "deleted: stopping the job with a savepoint" },
      circumstances,
      [],
    );
  }
  return blocked(seen, job);
}

const sights = {
  unknownToFlink: "Flink does not know it",
  silent: "Flink does not answer",
  gone: "its JobManager is missing",
};

function blocked(seen: Seen, job: JobSight): Plan {
  const why = job.kind === "known" ? `it is ${job.state}` : sights[job.kind];
  const known = newestKnown(seen);
  const newest = known === undefined ? "no state of it is known" : `the newest known state is ${stateText(known)}`;
  const message = `kubernetes.operator.job.savepoint-on-deletion is true, and no savepoint can be taken of the job: ${why}. Nothing is removed until it runs again. To delete it without a savepoint set the option to false; ${newest}`;
  return {
    act: "wait",
    because: message,
    obstacle: { reason: "SavepointOnDeletionBlocked", message },
    wake: seconds(15),
  };
}
