import type { JobManager } from "./jobManager.ts";
import { failure, ok, type RestAnswer, type RestRequest } from "./rest/answer.ts";
import { checkpointRoutes } from "./rest/checkpoints.ts";
import { config, overview, taskManagers } from "./rest/cluster.ts";
import { disposal, disposalProgress } from "./rest/disposal.ts";
import { answerForJars } from "./rest/jars.ts";
import { jobOverview, jobRoutes } from "./rest/jobs.ts";
import { operationRoutes } from "./rest/operations.ts";
import { requirementRoutes } from "./rest/requirements.ts";
import { isAtLeast, type Route } from "./rest/route.ts";

export type { RestAnswer, RestRequest, SentFile } from "./rest/answer.ts";

/** Flink's REST API, as far as it is used here. */
export function answerRest(jobManager: JobManager, request: RestRequest): RestAnswer {
  const path = request.path.replace(/^\/v1(?=\/)/, "");
  const plain = `${request.method} ${path}`;
  // Standbys answer this one themselves; everything else goes to the leader.
  if (plain === "GET /config") return ok(config(jobManager));
  const leader = jobManager.leads ? jobManager : jobManager.parts.cluster.leader;
  if (leader === undefined) return failure(503, electing);
  const answer = clusterRoutes[plain]?.(leader, request) ?? answerForDisposal(leader, plain);
  const forJars = answer ?? answerForJars({ asked: jobManager, leader, request: { ...request, path } });
  return forJars ?? answerForJob(leader, { ...request, path });
}

const electing = "Service temporarily unavailable due to an ongoing leader election. Please refresh.";

const clusterRoutes: Readonly<Record<string, (leader: JobManager, request: RestRequest) => RestAnswer>> = {
  "GET /overview": (leader) => ok(overview(leader)),
  "GET /jobs": ({ jobs }) => ok({ jobs: jobs.map((job) => ({ id: job.parts.id, status: job.state })) }),
  "GET /jobs/overview": (leader) => ok({ jobs: leader.jobs.map((job) => jobOverview(leader, job)) }),
  "GET /taskmanagers": (leader) => ok(taskManagers(leader)),
  "POST /savepoint-disposal": disposal,
};

const answerForDisposal = (leader: JobManager, plain: string): RestAnswer | undefined => {
  const triggerId = /^GET \/savepoint-disposal\/([^/]+)$/.exec(plain)?.[1];
  return triggerId === undefined ? undefined : disposalProgress(leader, triggerId);
};

const routes: readonly Route[] = [...jobRoutes, ...checkpointRoutes, ...operationRoutes, ...requirementRoutes];

function answerForJob(leader: JobManager, { method, path, query, body = {} }: RestRequest): RestAnswer {
  const [, id = "", rest = ""] = /^\/jobs\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const served = routes.filter(({ since = [1, 0] }) => isAtLeast(leader, since));
  const route = served.find((each) => each.method === method && each.pattern.test(rest));
  if (id === "" || route === undefined) return failure(404, `Not found: ${path}`);
  return route.answer({ leader, id, found: route.pattern.exec(rest)?.slice(1) ?? [], query, body });
}
