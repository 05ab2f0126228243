import type { JobOverview, TriggerId } from "../core/flink.ts";
import { Faulted } from "../core/fault.ts";
import { effectiveState } from "../core/lifecycle/observation/jobState.ts";
import { asksForCheckpoints, type Lens } from "../core/lifecycle/questions.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import { isScaling } from "../core/lifecycle/scaling/wantedScaling.ts";
import type { DeploymentView, FlinkView, Seen } from "../core/lifecycle/seen.ts";
import { steady } from "../core/lifecycle/status/steady.ts";
import type { Flink } from "../ports/index.ts";
import type { Shard } from "./shard.ts";
import { measured, unmeasured } from "./measured.ts";

type Subject = Pick<Seen, "resource" | "deployed">;
type Answer = Extract<FlinkView, { readonly kind: "answered" }>;

/** A JobManager that is not available is not asked. A failed look is an answer of its own. */
export async function askFlink(
  subject: Subject,
  jobManager: DeploymentView | undefined,
  shard: Shard,
  lens: Lens,
): Promise<FlinkView> {
  if ((jobManager?.availableReplicas ?? 0) === 0 || jobManager?.deleting === true) return { kind: "notAsked" };
  try {
    const { flink } = shard.connection;
    const jobs = await shard.jobs(restAddress(subject));
    const { jobStatus } = subject.resource.status;
    const ours = jobs.find(({ id }) => id === jobStatus?.jobId);
    const info = isNews(subject, ours) ? await flink.clusterInfo(restAddress(subject)) : undefined;
    return { kind: "answered", jobs, info, ...(await ofJob(subject, ours, flink, lens)) };
  } catch (error) {
    if (error instanceof Faulted) return { kind: "unreachable", because: steady(error.message) };
    throw error;
  }
}

/** Once it runs its TaskManagers are there, and can be counted; while it is scaled they come and go. */
function isNews(subject: Subject, ours: JobOverview | undefined): boolean {
  const { clusterInfo, jobStatus } = subject.resource.status;
  // That is told of the cluster, and not of each of its jobs.
  if (subject.resource.session !== undefined) return false;
  const startsRunning = ours !== undefined && jobStatus?.state !== "RUNNING" && effectiveState(ours) === "RUNNING";
  return clusterInfo?.["flink-version"] === undefined || startsRunning || isScaling(subject);
}

/** One call for a running cluster is enough; more only for what is new, and for what is to be decided upon. */
async function ofJob(
  subject: Subject,
  job: JobOverview | undefined,
  flink: Flink,
  lens: Lens,
): Promise<Omit<Answer, "kind" | "jobs" | "info">> {
  if (job === undefined) return { exceptions: [], checkpoints: undefined, savepoint: undefined, ...unmeasured };
  const at = restAddress(subject);
  const { jobStatus, fleet } = subject.resource.status;
  const hasFailed = job.state === "FAILED" && jobStatus?.state !== "FAILED";
  const trigger = fleet?.intent?.kind === "stop" ? fleet.intent.triggerId : undefined;
  return {
    exceptions: hasFailed ? await flink.exceptions(at, job.id, 1) : [],
    checkpoints: asksForCheckpoints(subject, job, lens) ? await flink.checkpoints(at, job.id) : undefined,
    savepoint: trigger === undefined ? undefined : await flink.savepoint(at, job.id, trigger as TriggerId),
    ...(await measured(subject, job, flink, lens)),
  };
}
