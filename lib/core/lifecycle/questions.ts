import { checkpointTimes } from "../configuration/checkpointTimes.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { haIsActive, haIsKubernetes } from "../configuration/options.ts";
import type { JobOverview } from "../flink.ts";
import { minutes, parsedInstant, since, type Instant } from "../time.ts";
import { standsForRestart } from "./drift/standsForRestart.ts";
import { jobHealth } from "./health/jobHealth.ts";
import { isTerminal } from "./observation/jobState.ts";
import { isToRestart } from "./recovery/isToRestart.ts";
import { isApplication, isDone, isOver, runningSpec } from "./observation/running.ts";
import { runningOptions } from "./observation/runningOptions.ts";
import type { Seen } from "./seen.ts";

type Subject = Pick<Seen, "resource" | "deployed">;

/** What a look needs besides what it looks at. */
export interface Lens {
  readonly now: Instant;
  readonly defaults: OperatorDefaults;
}

/** Without HA metadata only the journal knows checkpoints when the JobManager is lost: it is brought up to date this often. */
const untilAskedAgain = minutes(5);

/** Whether something is to be done beyond looking, so that the state of the job counts. */
function isInMotion(subject: Subject): boolean {
  const { deployed, resource } = subject;
  if (deployed.kind !== "recorded") return false;
  const { intent, inPlace } = resource.status.fleet ?? {};
  if (standsForRestart(resource.status.fleet)) return true;
  return !isDone(subject) || deployed.difference.class !== "ignore" || intent !== undefined || inPlace !== undefined;
}

/** Whether Flink is asked for the checkpoints of the job that it told of. */
export function asksForCheckpoints(subject: Subject, job: JobOverview | undefined, lens: Lens): boolean {
  if (job === undefined || !isApplication(subject)) return false;
  if (isInMotion(subject) || subject.resource.metadata.deletionTimestamp !== undefined) return true;
  if (isTerminal(job.state)) return subject.resource.status.jobStatus?.state !== job.state || job.state !== "FINISHED";
  return job.state === "RUNNING" && isOutOfDate(subject, job, lens);
}

/** The journal's newest state, where nothing else keeps it: also as long as it knows none of this job, or the job may have begun again since. */
function isOutOfDate(subject: Subject, job: JobOverview, { defaults, now }: Lens): boolean {
  if (keepsHa(subject, defaults) !== "no") return false;
  const { interval } = checkpointTimes(runningOptions(subject, defaults), runningSpec(subject).job);
  if (interval === undefined) return false;
  const { state } = subject.resource.status.fleet ?? {};
  if (state === undefined || state.jobId !== job.id) return true;
  const at = parsedInstant(state.at);
  return at < job.startTime || since(at, now) >= untilAskedAgain;
}

/** Whether the cluster has HA metadata, and whether we can look at it. */
export function keepsHa(subject: Subject, defaults: OperatorDefaults): "no" | "inConfigMaps" | "elsewhere" {
  const running = runningOptions(subject, defaults);
  if (!haIsActive(running)) return "no";
  return haIsKubernetes(running) ? "inConfigMaps" : "elsewhere";
}

/** A job that is suspended or at its end needs none, unless it is started again. */
export const needsCluster = (subject: Subject, { defaults }: Lens): boolean =>
  !isOver(subject) || isToRestart(subject, subject.resource.status.jobStatus?.state, defaults);

/** Whether HA metadata is looked at: where it decides upon a job's state, and where a cluster is lost, going away or not well. */
export function looksAtHa(seen: Pick<Seen, "resource" | "deployed" | "jobManager" | "flink">, lens: Lens): boolean {
  if (seen.deployed.kind !== "recorded") return false;
  if (seen.resource.metadata.deletionTimestamp !== undefined || isInMotion(seen)) return true;
  if (jobHealth(seen, lens)?.kind === "unhealthy") return true;
  const isLost = seen.jobManager === undefined || seen.jobManager.wantedReplicas === 0;
  return isLost && needsCluster(seen, lens);
}
