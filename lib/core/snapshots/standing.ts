import type { ReconciliationStatus } from "../../api/resources/common.ts";
import type { JobId, JobOverview, JobState } from "../flink.ts";
import { effectiveState, isTerminal } from "../lifecycle/observation/jobState.ts";
import type { Standing } from "./seen.ts";

/** What the job's resource says of it. */
export interface Course {
  readonly jobId: JobId | undefined;
  /** As it was seen last. */
  readonly state: JobState | undefined;
  /** Of the spec that was reconciled last. */
  readonly wanted: "running" | "suspended" | undefined;
  readonly reconciliation: ReconciliationStatus["state"] | undefined;
}

/** What Flink told of its jobs. */
export type JobsView =
  /** No JobManager is up that could be asked. */
  | { readonly kind: "notUp" }
  | { readonly kind: "unreachable"; readonly because: string }
  | { readonly kind: "answered"; readonly jobs: readonly JobOverview[] };

/** Whether the job runs, will run again, or has ended for good. Only what was seen to end has ended. */
export function standingOf(course: Course, jobs: JobsView): Standing {
  const { jobId } = course;
  if (jobId === undefined) return away("the job was not started yet");
  const found = jobs.kind === "answered" ? jobs.jobs.find(({ id }) => id === jobId) : undefined;
  if (!isSettled(course)) return ofUpgrade(found);
  if (found !== undefined) return ofJob(found);
  return ofRecord(course) ?? unseen(jobs);
}

/** The end that the resource tells of. */
function ofRecord({ wanted, state }: Course): Standing | undefined {
  if (wanted === "suspended") return ended("the job is suspended");
  return state !== undefined && isTerminal(state) ? ended(`the job is ${state}`) : undefined;
}

function unseen(jobs: JobsView): Standing {
  switch (jobs.kind) {
    case "notUp":
      return away("the JobManager is not up");
    case "unreachable":
      return { kind: "notSeen", because: `Flink cannot be asked: ${jobs.because}` };
    case "answered":
      return away("Flink does not know the job");
  }
}

const away = (because: string): Standing => ({ kind: "away", because });
const ended = (because: string): Standing => ({ kind: "ended", because });

/** Neither announced, nor being stopped or made. */
const isSettled = ({ reconciliation }: Course): boolean =>
  reconciliation === "DEPLOYED" || reconciliation === "ROLLED_BACK";

/** On its way to another deployment: a job that still runs may be asked, one that has ended comes back. */
const ofUpgrade = (found: JobOverview | undefined): Standing =>
  found !== undefined && effectiveState(found) === "RUNNING" ? { kind: "running" } : away("the job is being upgraded");

function ofJob(job: JobOverview): Standing {
  const state = effectiveState(job);
  if (state === "RUNNING") return { kind: "running" };
  return isTerminal(state) ? ended(`the job is ${state}`) : away(`the job is ${state}`);
}
