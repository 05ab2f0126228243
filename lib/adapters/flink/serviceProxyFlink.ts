import type * as z from "zod";
import { Faulted } from "../../core/fault.ts";
import type { FlinkClusterInfo, JobException, JobId, JobOverview } from "../../core/flink.ts";
import type { Flink, FlinkAddress } from "../../ports/flink.ts";
import { parsed } from "../kubernetes/answers.ts";
import type { Call, Connection, Reply } from "../kubernetes/connection.ts";
import { dashboardConfiguration, jobExceptions, jobsOverview, taskManagers } from "./answers.ts";
import { flinkFault } from "./flinkFault.ts";

/** Flink's REST API through `…/services/<scheme>:<name>:rest/proxy` of the API server. */
export class ServiceProxyFlink implements Flink {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async jobs(at: FlinkAddress): Promise<readonly JobOverview[]> {
    return (await this.#get(at, "/jobs/overview", jobsOverview)).jobs;
  }

  async clusterInfo(at: FlinkAddress): Promise<FlinkClusterInfo> {
    const [configuration, managers] = await Promise.all([
      this.#get(at, "/config", dashboardConfiguration),
      this.#get(at, "/taskmanagers", taskManagers),
    ]);
    return {
      version: configuration["flink-version"],
      revision: configuration["flink-revision"],
      taskManagers: managers.taskmanagers.length,
    };
  }

  async exceptions(at: FlinkAddress, job: JobId, limit: number): Promise<readonly JobException[]> {
    const what = jobName(at, job);
    const call = { method: "GET", path: `/jobs/${job}/exceptions`, query: { maxExceptions: String(limit) } } as const;
    const reply = await this.#send(at, { ...call, what });
    return parsed(jobExceptions, ok(reply, what), what).slice(0, limit);
  }

  async cancel(at: FlinkAddress, job: JobId): Promise<void> {
    const what = jobName(at, job);
    const reply = await this.#send(at, { method: "PATCH", path: `/jobs/${job}`, query: { mode: "cancel" }, what });
    if (!hasEnded(reply)) ok(reply, what);
  }

  /** For what every Flink cluster serves: a 404 says that Flink is not up yet, not that something is missing. */
  async #get<T>(at: FlinkAddress, path: string, schema: z.ZodType<T>): Promise<T> {
    const what = clusterName(at);
    const reply = await this.#send(at, { method: "GET", path, what });
    if (reply.status === 404 && flinkFault(reply, what).fault.kind === "missing") {
      throw new Faulted({ kind: "unavailable", what, because: `Flink does not serve ${path}` });
    }
    return parsed(schema, ok(reply, what), what);
  }

  async #send(at: FlinkAddress, call: Call): Promise<Reply> {
    const service = `${at.scheme}:${at.service}:rest`;
    const path = `/api/v1/namespaces/${encodeURIComponent(at.namespace)}/services/${service}/proxy${call.path}`;
    return await this.#connection.send({ ...call, path });
  }
}

const clusterName = (at: FlinkAddress): string => `Flink REST API of ${at.namespace}/${at.service}`;
const jobName = (at: FlinkAddress, job: JobId): string => `Flink job ${job} of ${at.namespace}/${at.service}`;

function ok(reply: Reply, what: string): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw flinkFault(reply, what);
}

/** 409: the job is already in another terminal state (JobCancellationHandler). */
const hasEnded = (reply: Reply): boolean => reply.status === 409 && flinkFault(reply, "").fault.kind === "rejected";
