import type { JobState, JobVertex } from "../../flink.ts";
import { later, type Instant, type Millis } from "../../time.ts";

export type JobProgress =
  | { readonly kind: "reached" }
  | { readonly kind: "waiting"; readonly because: string; readonly until: Instant }
  /** It has not followed in time although its TaskManagers are there: a new cluster may help. */
  | { readonly kind: "late"; readonly because: string }
  /** TaskManagers are missing, and a new cluster would miss them too. */
  | { readonly kind: "starved"; readonly because: string };

export interface ProgressQuestion {
  /** By vertex id; vertices that are not named may have any parallelism. */
  readonly wanted: Readonly<Record<string, number>>;
  /** `undefined` where Flink could not be asked. */
  readonly vertices: readonly JobVertex[] | undefined;
  /** The effective state: RUNNING only once all tasks run. */
  readonly state: JobState | undefined;
  /** TaskManagers that are asked for and not ready; 0 where that is not known. */
  readonly missingTaskManagers: number;
  readonly since: Instant;
  readonly within: Millis;
  readonly now: Instant;
}

/** Whether a running job has taken the parallelism that it was asked to take. */
export function jobProgress(question: ProgressQuestion): JobProgress {
  const because = lag(question);
  if (because === undefined) return { kind: "reached" };
  const until = later(question.since, question.within);
  if (question.now < until) return { kind: "waiting", because, until };
  const { missingTaskManagers: missing } = question;
  return missing > 0
    ? { kind: "starved", because: `${because}; ${missing} TaskManagers are not ready` }
    : { kind: "late", because };
}

function lag({ wanted, vertices, state, missingTaskManagers }: ProgressQuestion): string | undefined {
  if (vertices === undefined) return "Flink cannot be asked for the parallelism of the job";
  const behind = vertices.find((vertex) => vertex.parallelism !== reachable(vertex, wanted[vertex.id]));
  if (behind !== undefined) {
    const { name, parallelism } = behind;
    return `'${name}' has a parallelism of ${parallelism}, not yet ${reachable(behind, wanted[behind.id])}`;
  }
  // What each vertex is to have is not known: Flink divides up what there is.
  if (Object.keys(wanted).length === 0 && missingTaskManagers > 0) return "TaskManagers are still coming";
  return state === "RUNNING" ? undefined : `the job is ${state ?? "not known to Flink"}`;
}

/** More than its maximum parallelism a vertex never gets. */
function reachable({ parallelism, maxParallelism }: JobVertex, wanted: number | undefined): number {
  return wanted === undefined ? parallelism : Math.min(wanted, maxParallelism > 0 ? maxParallelism : wanted);
}
