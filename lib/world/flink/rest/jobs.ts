import type { JsonObject } from "../../simulation/json.ts";
import type { Job } from "../job.ts";
import type { JobManager } from "../jobManager.ts";
import { taskCounts } from "../taskStates.ts";
import { failure, ok, type RestAnswer } from "./answer.ts";
import { isAtLeast, ofJob, type Route } from "./route.ts";

export const jobRoutes: readonly Route[] = [
  { method: "GET", pattern: /^$/, answer: ofJob((job, { leader }) => ok(details(leader, job))) },
  { method: "PATCH", pattern: /^$/, answer: ofJob((job, { query }) => cancel(job, query.get("mode") ?? "cancel")) },
  { method: "GET", pattern: /^\/status$/, since: [1, 16], answer: ofJob((job) => ok({ status: job.state })) },
  {
    method: "GET",
    pattern: /^\/exceptions$/,
    answer: ofJob((job, { leader, query }) => ok(exceptions(leader, job, query))),
  },
  { method: "GET", pattern: /^\/execution-result$/, answer: ofJob((job) => ok(executionResult(job))) },
  { method: "GET", pattern: /^\/metrics$/, answer: ofJob((job, { query }) => metrics(job, query.get("get"))) },
];

const details = (leader: JobManager, job: Job): JsonObject => ({
  ...jobOverview(leader, job),
  isStoppable: false,
  maxParallelism: Math.max(...job.parts.scale.vertices.map(({ maxParallelism }) => maxParallelism)),
  now: leader.parts.time.now(),
  vertices: job.parts.scale.vertices.map((vertex) => ({
    ...vertexOf(job, vertex),
    ...(isAtLeast(leader, [1, 20]) ? { slotSharingGroupId } : {}),
  })),
  plan: { jid: job.parts.id, name: job.parts.name, type: "STREAMING", nodes: job.parts.scale.vertices.map(nodeOf) },
});

/** All vertices share their slots, as they do unless a program says otherwise. Drawn at random by Flink. */
const slotSharingGroupId = "d15f2c3a9b7e4f60a1c2e3d4f5061728";

function vertexOf(job: Job, { id, name, parallelism, maxParallelism }: ShownVertex): JsonObject {
  const status = job.taskState;
  const tasks = taskCounts(status, parallelism);
  return { id, name, parallelism, maxParallelism, status: status.toUpperCase(), "start-time": job.startTime, tasks };
}

/** Each takes its input from the one before. */
const nodeOf = ({ id, name, parallelism }: ShownVertex, at: number, all: readonly ShownVertex[]): JsonObject => ({
  id,
  parallelism,
  operator: "",
  description: name,
  inputs: all.slice(Math.max(0, at - 1), at).map((input) => ({ num: 0, id: input.id, ship_strategy: "HASH" })),
});

type ShownVertex = Job["parts"]["scale"]["vertices"][number];

/** A list, which JSON objects of answers are not; hence `unknown`. */
function metrics(job: Job, wanted: string | null): RestAnswer {
  const { counts } = job.parts.checkpoints.history;
  const known: Readonly<Record<string, number>> = {
    numRestarts: job.restarts,
    fullRestarts: job.restarts,
    numberOfCompletedCheckpoints: counts.completed,
    numberOfFailedCheckpoints: counts.failed,
    numberOfInProgressCheckpoints: counts.in_progress,
    totalNumberOfCheckpoints: counts.total,
  };
  const asked = wanted === null ? Object.keys(known) : wanted.split(",").filter((name) => known[name] !== undefined);
  return { status: 200, body: asked.map((id) => (wanted === null ? { id } : { id, value: String(known[id]) })) };
}

export function jobOverview({ parts }: JobManager, job: Job): JsonObject {
  const { startTime, endTime } = job;
  const now = parts.time.now();
  return {
    jid: job.parts.id,
    name: job.parts.name,
    state: job.state,
    "start-time": startTime,
    "end-time": endTime ?? -1,
    duration: (endTime ?? now) - startTime,
    "last-modification": endTime ?? now,
    tasks: taskCounts(job.taskState, job.parts.scale.tasks),
  };
}

/** From 2.0 on only the history; from 1.13 on also, before that instead, the root exception. */
function exceptions({ parts }: JobManager, job: Job, query: URLSearchParams): JsonObject {
  const { major, minor } = parts.version;
  const limit = Number(query.get("maxExceptions") ?? 20);
  const entries = job.exceptions.slice(0, limit).map(({ at, stackTrace, task }) => ({
    exceptionName: stackTrace.split(/[:\n]/)[0],
    stacktrace: stackTrace,
    timestamp: at,
    taskName: task ?? null,
    concurrentExceptions: [],
  }));
  const history = { exceptionHistory: { entries, truncated: job.exceptions.length > limit } };
  if (major >= 2) return history;
  const [latest] = job.exceptions;
  const root = {
    "root-exception": latest?.stackTrace ?? null,
    timestamp: latest?.at ?? null,
    "all-exceptions": [],
    truncated: false,
  };
  return minor >= 13 ? { ...root, ...history } : root;
}

function executionResult(job: Job): JsonObject {
  if (!job.isOver) return { status: { id: "IN_PROGRESS" } };
  const [cause] = job.exceptions;
  const status = { FINISHED: "SUCCEEDED", CANCELED: "CANCELED", FAILED: "FAILED" }[job.state as string] ?? "UNKNOWN";
  const failureCause = { class: cause?.stackTrace.split(/[:\n]/)[0], "stack-trace": cause?.stackTrace };
  return {
    status: { id: "COMPLETED" },
    "job-execution-result": {
      id: job.parts.id,
      "application-status": status,
      "accumulator-results": {},
      "net-runtime": 0,
      ...(status === "FAILED" ? { "failure-cause": failureCause } : {}),
    },
  };
}

function cancel(job: Job, mode: string): RestAnswer {
  if (mode !== "cancel") return failure(308, 'The termination mode "stop" is not supported anymore.');
  if (job.isOver && job.state !== "CANCELED")
    return failure(
      409,
      `Job cancellation failed because the job has already reached another terminal state (${job.state}).`,
    );
  job.cancel();
  return { status: 202, body: {} };
}
