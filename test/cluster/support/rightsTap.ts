import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import { type Call, Connection, type Reply } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { statusIn } from "../../../lib/adapters/kubernetes/replyFault.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import type { FlinkClusterInfo, JobException, JobId, JobOverview, JobState } from "../../../lib/core/flink.ts";
import type { FlinkAddress } from "../../../lib/ports/index.ts";

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
 * ask: then a job is told of that runs until it is cancelled. Those who may not ask get its 403.
 */
export class FlinkWithoutPods extends ServiceProxyFlink {
  readonly #admin: KubernetesCluster;
  readonly #cancelled = new Set<JobId>();

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
    await super.cancel(at, job).catch(unlessRefused(async () => void this.#cancelled.add(job)));
  }

  async #jobsOf({ namespace, service }: FlinkAddress): Promise<readonly JobOverview[]> {
    const name = service.replace(/-rest$/, "");
    const resource = await this.#admin.read({ kind: "FlinkDeployment", namespace, name });
    const id = (resource?.["status"] as { readonly jobStatus?: { readonly jobId?: JobId } } | undefined)?.jobStatus
      ?.jobId;
    if (id === undefined) return [];
    const state: JobState = this.#cancelled.has(id) ? "CANCELED" : "RUNNING";
    return [{ id, name, state, startTime: 1, endTime: -1, tasks: { total: 1, running: 1 } }];
  }
}

const unlessRefused =
  <T>(instead: () => Promise<T>) =>
  async (error: unknown): Promise<T> => {
    if (error instanceof Faulted && error.fault.kind === "unavailable") return await instead();
    throw error;
  };
