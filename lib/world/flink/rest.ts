import type { JobOverview } from "../../core/flink.ts";
import type { JsonObject } from "../simulation/json.ts";
import type { Job } from "./job.ts";
import type { JobManager } from "./jobManager.ts";
import { failure, ok, type RestAnswer, type RestRequest } from "./rest/answer.ts";

export type { RestAnswer, RestRequest } from "./rest/answer.ts";

/** Flink's REST API, as far as it is used here. */
export function answerRest(jobManager: JobManager, request: RestRequest): RestAnswer {
  const path = request.path.replace(/^\/v1(?=\/)/, "");
  const plain = `${request.method} ${path}`;
  // Standbys answer this one themselves; everything else goes to the leader.
  if (plain === "GET /config") return ok(config(jobManager));
  const leader = jobManager.leads ? jobManager : jobManager.parts.cluster.leader;
  if (leader === undefined) return failure(503, electing);
  const answer = clusterRoutes[plain]?.(leader);
  return answer === undefined ? answerForJob(leader, { ...request, path }) : ok(answer);
}

function answerForJob(leader: JobManager, { method, path, query }: RestRequest): RestAnswer {
  const [, id = "", rest = ""] = /^\/jobs\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const route = jobRoutes[`${method} ${rest}`.trim()];
  if (id === "" || route === undefined) return failure(404, `Not found: ${path}`);
  const job = leader.job(id);
  return job === undefined ? failure(404, `Job ${id} not found`) : route(job, { leader, query });
}

const electing = "Service temporarily unavailable due to an ongoing leader election. Please refresh.";

const clusterRoutes: Readonly<Record<string, (jobManager: JobManager) => JsonObject>> = {
  "GET /overview": overview,
  "GET /jobs": ({ jobs }) => ({ jobs: jobs.map((job) => ({ id: job.parts.id, status: job.state })) }),
  "GET /jobs/overview": (jobManager) => ({ jobs: jobManager.jobs.map((job) => jobOverview(jobManager, job)) }),
  "GET /taskmanagers": taskManagers,
};

interface At {
  readonly leader: JobManager;
  readonly query: URLSearchParams;
}

/** By method and what follows the job's id. */
const jobRoutes: Readonly<Record<string, (job: Job, at: At) => RestAnswer>> = {
  GET: (job, { leader }) => ok({ ...jobOverview(leader, job), isStoppable: false, vertices: [] }),
  "GET /status": (job) => ok({ status: job.state }),
  "GET /exceptions": (job, { leader, query }) => ok(exceptions(leader, job, query)),
  "GET /execution-result": (job) => ok(executionResult(job)),
  PATCH: (job, { query }) => cancel(job, query.get("mode") ?? "cancel"),
};

const commit = "0123456";

function config({ parts }: JobManager): JsonObject {
  return {
    "refresh-interval": 3000,
    "timezone-name": "Coordinated Universal Time",
    "timezone-offset": 0,
    "flink-version": parts.version.text,
    "flink-revision": `${commit} @ 2025-01-01T00:00:00+01:00`,
    features: {
      "web-submit": parts.configuration.get("web.submit.enable") !== "false",
      "web-cancel": parts.configuration.get("web.cancel.enable") !== "false",
    },
  };
}

function overview(jobManager: JobManager): JsonObject {
  const { cluster, version } = jobManager.parts;
  const count = (...states: readonly string[]): number =>
    jobManager.jobs.filter((job) => states.includes(job.state)).length;
  const used = jobManager.jobs
    .filter((job) => job.state === "RUNNING")
    .reduce((sum, job) => sum + job.parts.parallelism, 0);
  return {
    taskmanagers: cluster.taskManagers.length,
    "slots-total": cluster.slots,
    "slots-available": Math.max(0, cluster.slots - used),
    "jobs-running": jobManager.jobs.filter((job) => !job.isOver).length,
    "jobs-finished": count("FINISHED"),
    "jobs-cancelled": count("CANCELED"),
    "jobs-failed": count("FAILED"),
    "flink-version": version.text,
    "flink-commit": commit,
  };
}

function taskManagers(jobManager: JobManager): JsonObject {
  const known = jobManager.parts.cluster.taskManagers;
  return {
    taskmanagers: known.map(({ id, slots }) => ({
      id,
      path: `pekko.tcp://flink@${id}:6122`,
      slotsNumber: slots,
      freeSlots: 0,
    })),
  };
}

function jobOverview({ parts }: JobManager, job: Job): JsonObject {
  const seen: JobOverview = job.overview();
  const now = parts.time.now();
  return {
    jid: seen.id,
    name: seen.name,
    state: seen.state,
    "start-time": seen.startTime,
    "end-time": seen.endTime,
    duration: (seen.endTime < 0 ? now : seen.endTime) - seen.startTime,
    "last-modification": seen.endTime < 0 ? now : seen.endTime,
    tasks: seen.tasks,
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
