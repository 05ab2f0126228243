import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import { type Call, Connection, type Reply } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { statusIn } from "../../../lib/adapters/kubernetes/replyFault.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import type {
  Checkpoints,
  FlinkClusterInfo,
  JarId,
  JarRun,
  JobException,
  JobId,
  JobOverview,
  JobState,
  JobVertex,
  ResourceRequirements,
  SavepointProgress,
  TriggerId,
} from "../../../lib/core/flink.ts";
import type { Flink, FlinkAddress, Jar } from "../../../lib/ports/index.ts";

/** A connection that keeps every refusal of the API server, whatever becomes of it above. */
export class TappedConnection extends Connection {
  /** In the API server's own words. */
  readonly refusals: string[] = [];
  #breaks: ((call: Call) => boolean) | undefined;

  /** The first such call never arrives. */
  breakAt(call: (call: Call) => boolean): void {
    this.#breaks = call;
  }

  override async send(call: Call): Promise<Reply> {
    if (this.#breaks?.(call) === true) {
      this.#breaks = undefined;
      throw new Faulted({ kind: "unavailable", what: call.what, because: "the line was cut" });
    }
    const reply = await super.send(call);
    if (reply.status === 401 || reply.status === 403) this.refusals.push(statusIn(reply)?.message ?? reply.text);
    return reply;
  }
}

/**
 * Every call goes through the real adapter first. Without a node no pod ever answers, and the API server says 503 to those who may
 * ask: then a job is told of that runs until it is stopped, and does what it is asked for. Those who may not ask get its 403.
 */
export class FlinkWithoutPods extends ServiceProxyFlink {
  readonly #admin: KubernetesCluster;
  readonly #ended = new Map<JobId, JobState>();
  /** By the Service of the session that runs them. */
  readonly #submitted = new Map<JobId, string>();
  #requirements: ResourceRequirements = { source: { lowerBound: 1, upperBound: 1 } };

  constructor(connection: Connection, admin: Connection) {
    super(connection);
    this.#admin = new KubernetesCluster(admin);
  }

  override async jobs(at: FlinkAddress): Promise<readonly JobOverview[]> {
    return await super.jobs(at).catch(unlessRefused(() => this.#jobsOf(at)));
  }

  override async clusterInfo(at: FlinkAddress): Promise<FlinkClusterInfo> {
    const info = { version: "1.20.0", revision: "0000000", taskManagers: 1 };
    return await super.clusterInfo(at).catch(unlessRefused(async () => info));
  }

  override async exceptions(at: FlinkAddress, job: JobId, limit: number): Promise<readonly JobException[]> {
    return await super.exceptions(at, job, limit).catch(unlessRefused(async () => []));
  }

  override async cancel(at: FlinkAddress, job: JobId): Promise<void> {
    await super.cancel(at, job).catch(unlessRefused(async () => void this.#ended.set(job, "CANCELED")));
  }

  override async checkpoints(at: FlinkAddress, job: JobId): Promise<Checkpoints> {
    const none = {
      completed: undefined,
      savepoint: undefined,
      restored: undefined,
      inProgressSince: undefined,
      newestId: undefined,
      savepointUnderWay: undefined,
    };
    return await super.checkpoints(at, job).catch(unlessRefused(async () => ({ kind: "enabled", ...none })));
  }

  override async triggerSavepoint(...asked: Parameters<Flink["triggerSavepoint"]>): Promise<TriggerId> {
    return await super.triggerSavepoint(...asked).catch(unlessRefused(async () => triggerIn(asked)));
  }

  override async stopWithSavepoint(...asked: Parameters<Flink["stopWithSavepoint"]>): Promise<TriggerId> {
    const stop = async (): Promise<TriggerId> => {
      this.#ended.set(asked[1], "FINISHED");
      return triggerIn(asked);
    };
    return await super.stopWithSavepoint(...asked).catch(unlessRefused(stop));
  }

  override async savepoint(at: FlinkAddress, job: JobId, trigger: TriggerId): Promise<SavepointProgress> {
    const completed = async (): Promise<SavepointProgress> => ({
      kind: "completed",
      path: `file:///savepoints/${trigger}`,
    });
    return await super.savepoint(at, job, trigger).catch(unlessRefused(completed));
  }

  override async vertices(at: FlinkAddress, job: JobId): Promise<readonly JobVertex[]> {
    const parallelism = this.#requirements["source"]?.upperBound ?? 1;
    const vertex = { id: "source", name: "source", parallelism, maxParallelism: 128, slotSharingGroup: undefined };
    return await super.vertices(at, job).catch(unlessRefused(async () => [vertex]));
  }

  override async resourceRequirements(at: FlinkAddress, job: JobId): Promise<ResourceRequirements> {
    return await super.resourceRequirements(at, job).catch(unlessRefused(async () => this.#requirements));
  }

  override async setResourceRequirements(at: FlinkAddress, job: JobId, wanted: ResourceRequirements): Promise<void> {
    const set = async (): Promise<void> => void (this.#requirements = wanted);
    await super.setResourceRequirements(at, job, wanted).catch(unlessRefused(set));
  }

  override async uploadJar(at: FlinkAddress, jar: Jar): Promise<JarId> {
    return await super.uploadJar(at, jar).catch(unlessRefused(async () => jar.name as JarId));
  }

  override async runJar(at: FlinkAddress, jar: JarId, request: JarRun): Promise<JobId> {
    const run = async (): Promise<JobId> => {
      this.#submitted.set(request.jobId, at.service);
      return request.jobId;
    };
    return await super.runJar(at, jar, request).catch(unlessRefused(run));
  }

  override async deleteJar(at: FlinkAddress, jar: JarId): Promise<void> {
    await super.deleteJar(at, jar).catch(unlessRefused(async () => undefined));
  }

  async #jobsOf({ namespace, service }: FlinkAddress): Promise<readonly JobOverview[]> {
    const name = service.replace(/-rest$/, "");
    const resource = await this.#admin.read({ kind: "FlinkDeployment", namespace, name });
    const id = (resource?.["status"] as { readonly jobStatus?: { readonly jobId?: JobId } } | undefined)?.jobStatus
      ?.jobId;
    const submitted = [...this.#submitted].filter(([, on]) => on === service).map(([job]) => job);
    return [...(id === undefined ? [] : [id]), ...submitted].map((job) => {
      const state: JobState = this.#ended.get(job) ?? "RUNNING";
      return { id: job, name, state, startTime: 1, endTime: -1, tasks: { total: 1, running: 1 } };
    });
  }
}

const triggerIn = (asked: readonly [FlinkAddress, JobId, { readonly triggerId: TriggerId | undefined }]): TriggerId =>
  asked[2].triggerId ?? ("no trigger id" as TriggerId);

const unlessRefused =
  <T>(instead: () => Promise<T>) =>
  async (error: unknown): Promise<T> => {
    if (error instanceof Faulted && error.fault.kind === "unavailable") return await instead();
    throw error;
  };
