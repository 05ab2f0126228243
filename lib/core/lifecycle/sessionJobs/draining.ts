import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { seconds, since, type Instant } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { submissionGrace } from "../deployment/creationUnderWay.ts";
import { isTerminal } from "../observation/jobState.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { drainingStep, isDraining } from "./isDraining.ts";
import type { SessionJobView } from "./sessionJobView.ts";
import { stopsFirst } from "./stopsFirst.ts";

/**
 * A session cluster is about to be made anew: first that is announced, so that no job is submitted any more, and then it is waited for the jobs
 * that are stopped with their state. The Apache operator removes the cluster under its jobs.
 */
export function draining(seen: Seen, { defaults, now }: Circumstances): Plan | undefined {
  const { resource, sessionJobs } = seen;
  if (resource.spec.job !== undefined) return undefined;
  const left = sessionJobs.filter((job) => isWaitedFor(job, seen, { defaults, now })).map(({ name }) => name);
  const others = unmanaged(seen, defaults);
  if (left.length > 0) return waits(`the session jobs [${left.join(", ")}] are stopped with their state first`);
  if (others.length > 0) return waits(`no FlinkSessionJob looks after the jobs [${others.join(", ")}], ${why}`);
  const isAnnounced = sessionJobs.length === 0 || isDraining(resource);
  return isAnnounced ? undefined : waits("the session cluster is about to be changed");
}

const why =
  "and the next cluster could not start with what they leave in the HA metadata of another version of Flink: cancel them";

const waits = (because: string): Plan => ({ act: "wait", because, step: drainingStep, wake: seconds(1) });

/** Jobs that were submitted by hand, where they would be in the way. */
function unmanaged(seen: Seen, defaults: OperatorDefaults): readonly string[] {
  const { flink, sessionJobs } = seen;
  if (flink.kind !== "answered" || !stopsFirst("stateless", seen, defaults)) return [];
  const ours = new Set(sessionJobs.map(({ jobId }) => jobId));
  return flink.jobs.filter(({ id, state }) => !isTerminal(state) && !ours.has(id)).map(({ id }) => id);
}

function isWaitedFor(
  { upgradeMode, jobId, isBehindUs, submittedAt }: SessionJobView,
  seen: Seen,
  { defaults, now }: { readonly defaults: OperatorDefaults; readonly now: Instant },
): boolean {
  const { flink, jobManager } = seen;
  if (submittedAt !== undefined && since(submittedAt, now) < submissionGrace) return true;
  if (isBehindUs || !stopsFirst(upgradeMode, seen, defaults)) return false;
  // Whoever cannot be asked may run it.
  return flink.kind === "answered"
    ? flink.jobs.some(({ id }) => id === jobId)
    : (jobManager?.availableReplicas ?? 0) > 0;
}
