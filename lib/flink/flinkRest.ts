import type * as z from "zod";
import { defined } from "../core/configuration/defined.ts";
import type {
  CheckpointInfo,
  CheckpointProgress,
  Checkpoints,
  FlinkClusterInfo,
  JarId,
  JarRun,
  JobException,
  JobId,
  JobOverview,
  JobVertex,
  ResourceRequirements,
  SavepointProgress,
  SavepointRequest,
  TriggerId,
} from "../core/flink.ts";
import type { Flink, FlinkAddress, Jar } from "../ports/flink.ts";
import { accepted } from "./accepted.ts";
import { checkpointDetails, checkpointingStatistics } from "./answers/checkpoints.ts";
import { dashboardConfiguration, taskManagers } from "./answers/cluster.ts";
import { jobExceptions } from "./answers/exceptions.ts";
import { jobsOverview } from "./answers/jobs.ts";
import { metrics } from "./answers/metrics.ts";
import { checkpointStatus, savepointStatus, triggered } from "./answers/operations.ts";
import { resourceRequirements, resourceRequirementsBody } from "./answers/resourceRequirements.ts";
import { jobVertices } from "./answers/vertices.ts";
import type { FlinkCall, FlinkReply, SendToFlink } from "./exchange.ts";
import { deleteJar, runJar, uploadJar } from "./jarCalls.ts";
import { metricQueries } from "./metricQueries.ts";
import { saidByFlink } from "./refusal.ts";
import { understood } from "./understood.ts";

/** Flink's REST API of the versions 1.13 to 2.x, over any way to it. */
export class FlinkRest implements Flink {
  readonly #send: SendToFlink;

  constructor(send: SendToFlink) {
    this.#send = send;
  }

  async jobs(at: FlinkAddress): Promise<readonly JobOverview[]> {
    return await this.#get(at, aboutCluster(at, "/jobs/overview"), jobsOverview);
  }

  async clusterInfo(at: FlinkAddress): Promise<FlinkClusterInfo> {
    const [configuration, managers] = await Promise.all([
      this.#get(at, aboutCluster(at, "/config"), dashboardConfiguration),
      this.#get(at, aboutCluster(at, "/taskmanagers"), taskManagers),
    ]);
    return {
      version: configuration["flink-version"],
      revision: configuration["flink-revision"],
      taskManagers: managers.taskmanagers.length,
    };
  }

  async exceptions(at: FlinkAddress, job: JobId, limit: number): Promise<readonly JobException[]> {
    const call = { ...aboutJob(at, job, "/exceptions"), query: { maxExceptions: String(limit) } };
    return (await this.#get(at, call, jobExceptions)).slice(0, limit);
  }

  async cancel(at: FlinkAddress, job: JobId): Promise<void> {
    const call: FlinkCall = { ...aboutJob(at, job), method: "PATCH", query: { mode: "cancel" } };
    const reply = await this.#send(at, call);
    // 409: the job is already in another terminal state (JobCancellationHandler).
    if (!(reply.status === 409 && saidByFlink(reply) !== undefined)) accepted(reply, call);
  }

  async checkpoints(at: FlinkAddress, job: JobId): Promise<Checkpoints> {
    const call = aboutJob(at, job, "/checkpoints");
    const reply = await this.#send(at, call);
    if (notFound(reply, noCheckpointing)) return { kind: "disabled" };
    return understood(checkpointingStatistics, accepted(reply, call), call.what);
  }

  async checkpointDetails(at: FlinkAddress, job: JobId, checkpoint: number): Promise<CheckpointInfo | undefined> {
    const call = aboutJob(at, job, `/checkpoints/details/${checkpoint}`);
    const reply = await this.#send(at, call);
    if (notFound(reply, noCheckpoint) || notFound(reply, noCheckpointing)) return undefined;
    return understood(checkpointDetails, accepted(reply, call), call.what);
  }

  async triggerSavepoint(at: FlinkAddress, job: JobId, request: SavepointRequest): Promise<TriggerId> {
    const { directory, format: formatType, triggerId } = request;
    const body = defined<unknown>({ "target-directory": directory, "cancel-job": false, formatType, triggerId });
    return await this.#post(at, { ...aboutJob(at, job, "/savepoints"), body }, triggered);
  }

  async stopWithSavepoint(
    at: FlinkAddress,
    job: JobId,
    request: SavepointRequest & { readonly drain: boolean },
  ): Promise<TriggerId> {
    const { directory: targetDirectory, drain, format: formatType, triggerId } = request;
    const body = defined<unknown>({ targetDirectory, drain, formatType, triggerId });
    return await this.#post(at, { ...aboutJob(at, job, "/stop"), body }, triggered);
  }

  async savepoint(at: FlinkAddress, job: JobId, trigger: TriggerId): Promise<SavepointProgress> {
    return await this.#progress(at, aboutJob(at, job, `/savepoints/${trigger}`), savepointStatus);
  }

  async triggerCheckpoint(
    at: FlinkAddress,
    job: JobId,
    { type: checkpointType, triggerId }: Parameters<Flink["triggerCheckpoint"]>[2],
  ): Promise<TriggerId> {
    const body = { checkpointType, triggerId };
    return await this.#post(at, { ...aboutJob(at, job, "/checkpoints"), body }, triggered);
  }

  async checkpoint(at: FlinkAddress, job: JobId, trigger: TriggerId): Promise<CheckpointProgress> {
    return await this.#progress(at, aboutJob(at, job, `/checkpoints/${trigger}`), checkpointStatus);
  }

  async disposeSavepoint(at: FlinkAddress, path: string): Promise<void> {
    const body = { "savepoint-path": path };
    const call: FlinkCall = { ...aboutCluster(at, "/savepoint-disposal"), method: "POST", body };
    accepted(await this.#send(at, call), call);
  }

  async jobMetrics(at: FlinkAddress, job: JobId, names: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const asked = metricQueries(names).map((get) =>
      this.#get(at, { ...aboutJob(at, job, "/metrics"), query: { get } }, metrics),
    );
    return Object.fromEntries((await Promise.all(asked)).flat());
  }

  async vertices(at: FlinkAddress, job: JobId): Promise<readonly JobVertex[]> {
    return await this.#get(at, aboutJob(at, job), jobVertices);
  }

  async resourceRequirements(at: FlinkAddress, job: JobId): Promise<ResourceRequirements> {
    return await this.#get(at, aboutJob(at, job, "/resource-requirements"), resourceRequirements);
  }

  async setResourceRequirements(at: FlinkAddress, job: JobId, requirements: ResourceRequirements): Promise<void> {
    const body = resourceRequirementsBody(requirements);
    const call: FlinkCall = { ...aboutJob(at, job, "/resource-requirements"), method: "PUT", body };
    accepted(await this.#send(at, call), call);
  }

  async uploadJar(at: FlinkAddress, jar: Jar): Promise<JarId> {
    return await uploadJar(this.#send, at, jar);
  }

  async runJar(at: FlinkAddress, jar: JarId, request: JarRun): Promise<JobId> {
    return await runJar(this.#send, at, jar, request);
  }

  async deleteJar(at: FlinkAddress, jar: JarId): Promise<void> {
    await deleteJar(this.#send, at, jar);
  }

  async #get<T>(at: FlinkAddress, call: FlinkCall, schema: z.ZodType<T>): Promise<T> {
    return understood(schema, accepted(await this.#send(at, call), call), call.what);
  }

  async #post<T>(at: FlinkAddress, call: FlinkCall, schema: z.ZodType<T>): Promise<T> {
    return await this.#get(at, { ...call, method: "POST" }, schema);
  }

  async #progress<T>(
    at: FlinkAddress,
    call: FlinkCall,
    schema: z.ZodType<T>,
  ): Promise<T | { readonly kind: "unknown" }> {
    const reply = await this.#send(at, call);
    if (notFound(reply, noOperation)) return { kind: "unknown" };
    return understood(schema, accepted(reply, call), call.what);
  }
}

/** CheckpointingStatisticsHandler, AbstractCheckpointHandler */
const noCheckpointing = /^Checkpointing (has not been|was not|is not) enabled/;
/** AbstractCheckpointHandler */
const noCheckpoint = /^Could not find checkpointing statistics for checkpoint/;
/** SavepointHandlers and CheckpointHandlers; AbstractAsynchronousOperationHandlers before 1.15. */
const noOperation = /^There is no (savepoint|checkpoint) operation with triggerId|^Operation not found under key/;

const notFound = (reply: FlinkReply, saying: RegExp): boolean =>
  reply.status === 404 && saying.test(saidByFlink(reply) ?? "");

function aboutCluster(at: FlinkAddress, path: string): FlinkCall {
  return { method: "GET", path, what: `Flink REST API of ${at.namespace}/${at.service}` };
}

function aboutJob(at: FlinkAddress, job: JobId, rest = ""): FlinkCall {
  return { method: "GET", path: `/jobs/${job}${rest}`, what: `Flink job ${job} of ${at.namespace}/${at.service}` };
}
