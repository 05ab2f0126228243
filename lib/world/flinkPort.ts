import * as z from "zod";
import { type Fault, Faulted } from "../core/fault.ts";
import type { JobException, JobId, JobOverview, JobState } from "../core/flink.ts";
import type { Flink, FlinkAddress } from "../ports/index.ts";
import { type Line, translated } from "./clusterPort.ts";
import type { RestAnswer } from "./flink/rest.ts";
import { proxyToService, type ServiceProxyParts } from "./flink/serviceProxy.ts";

const jobs = z.object({
  jobs: z.array(
    z.object({
      jid: z.string(),
      name: z.string(),
      state: z.string(),
      "start-time": z.number(),
      "end-time": z.number(),
      tasks: z.record(z.string(), z.number()),
    }),
  ),
});
const config = z.object({ "flink-version": z.string(), "flink-revision": z.string() });
const taskManagers = z.object({ taskmanagers: z.array(z.unknown()) });
const entry = z.object({ timestamp: z.number(), stacktrace: z.string(), taskName: z.string().nullable() });
const exceptions = z.object({
  "root-exception": z.string().nullish(),
  timestamp: z.number().nullish(),
  exceptionHistory: z.object({ entries: z.array(entry) }).optional(),
});

/** The port of the shell on simulated Flink clusters, by way of the simulated service proxy. */
export function flinkPort(proxy: ServiceProxyParts, line: Line): Flink {
  const send: Send = async (at, method, path) => {
    const what = `${method} ${path} of ${at.namespace}/${at.service}`;
    line(method, what);
    const [pathname = "", query] = path.split("?");
    const service = `${at.scheme === "https" ? "https:" : ""}${at.service}:rest`;
    const request = { method, path: pathname, query: new URLSearchParams(query) };
    const answer = viaProxy(what, () => proxyToService(proxy, { namespace: at.namespace, service }, request));
    if (answer.status < 300 || (method === "PATCH" && answer.status === 409)) return answer.body;
    throw new Faulted(faultOf(what, answer));
  };
  return {
    jobs: async (at) => jobs.parse(await send(at, "GET", "/jobs/overview")).jobs.map(asOverview),
    clusterInfo: async (at) => {
      const about = config.parse(await send(at, "GET", "/config"));
      const { taskmanagers } = taskManagers.parse(await send(at, "GET", "/taskmanagers"));
      const { "flink-version": version, "flink-revision": revision } = about;
      return { version, revision, taskManagers: taskmanagers.length };
    },
    exceptions: async (at, job, limit) => {
      const seen = exceptions.parse(await send(at, "GET", `/jobs/${job}/exceptions?maxExceptions=${limit}`));
      return asExceptions(seen).slice(0, limit);
    },
    // 409 is a job that has ended, which is no fault.
    cancel: async (at, job) => void (await send(at, "PATCH", `/jobs/${job}?mode=cancel`)),
  };
}

type Send = (at: FlinkAddress, method: string, path: string) => Promise<RestAnswer["body"]>;

const asOverview = (job: z.output<typeof jobs>["jobs"][number]): JobOverview => ({
  id: job.jid as JobId,
  name: job.name,
  state: job.state as JobState,
  startTime: job["start-time"],
  endTime: job["end-time"],
  tasks: job.tasks,
});

function asExceptions(seen: z.output<typeof exceptions>): readonly JobException[] {
  const { timestamp, "root-exception": root } = seen;
  const only = typeof root === "string" ? [{ timestamp: timestamp ?? 0, stacktrace: root, taskName: null }] : [];
  const entries = seen.exceptionHistory?.entries ?? only;
  return entries.map((each) => ({ at: each.timestamp, stackTrace: each.stacktrace, task: each.taskName ?? undefined }));
}

/** What the API server itself answers says nothing about Flink: a Service that is not there is no missing job. */
function viaProxy(what: string, act: () => RestAnswer): RestAnswer {
  try {
    return translated(what, act);
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing")
      throw new Faulted({ kind: "unavailable", what, because: "the Service is not there" }, { cause: error });
    throw error;
  }
}

function faultOf(what: string, { status, body }: RestAnswer): Fault {
  const because = JSON.stringify(body["errors"] ?? body);
  if (status === 404) return { kind: "missing", what };
  return status >= 500 ? { kind: "unavailable", what, because } : { kind: "rejected", what, because };
}
