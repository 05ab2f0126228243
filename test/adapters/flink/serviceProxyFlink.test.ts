import { describe, expect, test } from "vitest";
import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import type { Fault } from "../../../lib/core/fault.ts";
import type { JobId } from "../../../lib/core/flink.ts";
import type { FlinkAddress } from "../../../lib/ports/flink.ts";
import { connecting, faultOf } from "../support/connecting.ts";
import { loopback, type Said } from "../support/loopback.ts";

const at: FlinkAddress = { namespace: "jobs", service: "wordcount-rest", scheme: "http" };
const proxy = "/api/v1/namespaces/jobs/services/http:wordcount-rest:rest/proxy";
const job = "0123456789abcdef0123456789abcdef" as JobId;

async function against(answer: Parameters<typeof loopback>[0]) {
  const server = await loopback(answer);
  return { flink: new ServiceProxyFlink(connecting(server.url)), heard: server.heard };
}
const aStatus = (code: number, message: string): Said => ({
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", message, code },
});
const flinkSays = (code: number, ...errors: readonly string[]): Said => ({ status: code, body: { errors } });

describe("jobs", () => {
  const overview = {
    jid: job,
    name: "WordCount",
    state: "RUNNING",
    "start-time": 1_700_000_000_000,
    "end-time": -1,
    duration: 5,
    tasks: { total: 2, running: 2, finished: 0 },
  };

  test("are read through the service proxy", async () => {
    const { flink, heard } = await against(() => ({ body: { jobs: [overview] } }));
    expect(await flink.jobs(at)).toEqual([
      {
        id: job,
        name: "WordCount",
        state: "RUNNING",
        startTime: 1_700_000_000_000,
        endTime: -1,
        tasks: { total: 2, running: 2, finished: 0 },
      },
    ]);
    expect(heard[0]).toMatchObject({ method: "GET", path: `${proxy}/jobs/overview` });
  });

  test("are read over TLS inside the cluster where Flink wants it", async () => {
    const { flink, heard } = await against(() => ({ body: { jobs: [] } }));
    await flink.jobs({ ...at, scheme: "https" });
    expect(heard[0]?.path).toBe("/api/v1/namespaces/jobs/services/https:wordcount-rest:rest/proxy/jobs/overview");
  });

  test("understands Long.MAX_VALUE and what newer versions add", async () => {
    const text = JSON.stringify({
      jobs: [{ ...overview, "end-time": 0, "pending-operators": 3, jobType: "STREAMING" }],
    }).replace('"end-time":0', '"end-time":9223372036854775807');
    const { flink } = await against(() => ({ body: text }));
    expect((await flink.jobs(at))[0]?.endTime).toBeGreaterThanOrEqual(2 ** 53);
  });

  test.for<{ when: string; said: Said; is: Partial<Fault> }>([
    {
      when: "there is no Service",
      said: aStatus(404, 'services "wordcount-rest" not found'),
      is: { kind: "unavailable", because: 'services "wordcount-rest" not found' },
    },
    {
      when: "no pod is ready",
      said: aStatus(503, 'no endpoints available for service "http:wordcount-rest:rest"'),
      is: { kind: "unavailable", because: 'no endpoints available for service "http:wordcount-rest:rest"' },
    },
    {
      when: "the control plane is kept out",
      said: aStatus(503, "error trying to reach service: dial tcp 10.0.7.9:8081: i/o timeout"),
      is: {
        kind: "unavailable",
        because:
          "the control plane of the Kubernetes cluster cannot reach the JobManager's pod: its security group or a NetworkPolicy has to allow the REST port (8081) from the control plane",
      },
    },
    {
      when: "the JobManager does not listen yet",
      said: aStatus(503, "error trying to reach service: dial tcp 10.0.7.9:8081: connect: connection refused"),
      is: { kind: "unavailable", because: "the JobManager's pod does not listen on its REST port yet" },
    },
    {
      when: "the connection breaks in another way",
      said: aStatus(502, "error trying to reach service: read tcp 10.0.0.1:5->10.0.7.9:8081: read: reset"),
      is: { kind: "unavailable", because: "read tcp the pod->the pod: read: reset" },
    },
    {
      when: "we may not use the proxy",
      said: aStatus(403, 'User "u" cannot get resource "services/proxy" in API group ""'),
      is: { kind: "denied", because: 'User "u" cannot get resource "services/proxy" in API group ""' },
    },
    { when: "our token is old", said: aStatus(401, "Unauthorized"), is: { kind: "denied" } },
    {
      when: "Flink elects a leader",
      said: flinkSays(503, "Service temporarily unavailable due to an ongoing leader election. Please refresh."),
      is: { kind: "unavailable" },
    },
    { when: "Flink fails", said: flinkSays(500, "Internal server error.", "stack"), is: { kind: "unavailable" } },
    {
      when: "Flink serves no such path",
      said: flinkSays(404, "Not found: /jobs/overview"),
      is: { kind: "unavailable" },
    },
    { when: "Flink knows no jobs at all", said: flinkSays(404, "Unable to load"), is: { kind: "unavailable" } },
    { when: "it is not Flink", said: { body: "<html>hello</html>" }, is: { kind: "unavailable" } },
    { when: "it is another JSON", said: { body: { jobs: [{ jid: "x" }] } }, is: { kind: "unavailable" } },
    { when: "a gateway fails", said: { status: 504, body: "<html>" }, is: { kind: "unavailable" } },
  ])("when $when", async ({ said, is }) => {
    const { flink } = await against(() => said);
    expect(await faultOf(flink.jobs(at))).toMatchObject({ what: "Flink REST API of jobs/wordcount-rest", ...is });
  });
});

test("cluster info is put together from two answers", async () => {
  const { flink } = await against(({ path }) =>
    path === `${proxy}/config`
      ? { body: { "flink-version": "1.20.4", "flink-revision": "abc @ 2025", features: { "web-submit": false } } }
      : { body: { taskmanagers: [{ id: "a" }, { id: "b" }] } },
  );
  expect(await flink.clusterInfo(at)).toEqual({ version: "1.20.4", revision: "abc @ 2025", taskManagers: 2 });
});

describe("exceptions", () => {
  const old = { "root-exception": "java.lang.Root", timestamp: 5, "all-exceptions": [], truncated: false };
  test.for<{ when: string; body: Record<string, unknown>; are: readonly unknown[] }>([
    {
      when: "2.x",
      body: {
        exceptionHistory: {
          entries: [
            { exceptionName: "E", stacktrace: "E\n\tat x", timestamp: 9, taskName: "Map (1/1)", endpoint: "tm:1" },
            { exceptionName: "F", stacktrace: "F", timestamp: 4, taskName: null, concurrentExceptions: [] },
          ],
          truncated: false,
        },
      },
      are: [
        { at: 9, stackTrace: "E\n\tat x", task: "Map (1/1)" },
        { at: 4, stackTrace: "F", task: undefined },
      ],
    },
    {
      when: "1.13 to 1.20, where the history leads",
      body: { ...old, exceptionHistory: { entries: [{ exceptionName: "E", stacktrace: "E", timestamp: 9 }] } },
      are: [{ at: 9, stackTrace: "E", task: undefined }],
    },
    {
      when: "1.13 to 1.20 with an empty history",
      body: { ...old, exceptionHistory: { entries: [], truncated: false } },
      are: [{ at: 5, stackTrace: "java.lang.Root", task: undefined }],
    },
    {
      when: "1.12 and before",
      body: {
        ...old,
        "all-exceptions": [
          { exception: "first", task: "Map", location: "tm", timestamp: 1 },
          { exception: "java.lang.Root", task: "Sink", location: "tm", timestamp: 5 },
        ],
      },
      are: [
        { at: 5, stackTrace: "java.lang.Root", task: "Sink" },
        { at: 1, stackTrace: "first", task: "Map" },
      ],
    },
    {
      when: "nothing happened, 1.13 to 1.20",
      body: {
        "root-exception": null,
        timestamp: null,
        "all-exceptions": [],
        truncated: false,
        exceptionHistory: { entries: [], truncated: false },
      },
      are: [],
    },
    { when: "nothing happened, 2.x", body: { exceptionHistory: { entries: [], truncated: false } }, are: [] },
  ])("of $when", async ({ body, are }) => {
    const { flink, heard } = await against(() => ({ body }));
    expect(await flink.exceptions(at, job, 8)).toEqual(are);
    expect(heard[0]).toMatchObject({ path: `${proxy}/jobs/${job}/exceptions`, query: { maxExceptions: "8" } });
  });

  test("are no more than asked for", async () => {
    const entries = [3, 9, 6].map((timestamp) => ({ stacktrace: `E${timestamp}`, timestamp }));
    const { flink } = await against(() => ({ body: { exceptionHistory: { entries } } }));
    expect((await flink.exceptions(at, job, 2)).map(({ at: when }) => when)).toEqual([9, 6]);
  });

  test("of a job that Flink does not know are missing", async () => {
    const { flink } = await against(() => flinkSays(404, `Job ${job} not found`));
    expect(await faultOf(flink.exceptions(at, job, 1))).toEqual({
      kind: "missing",
      what: `Flink job ${job} of jobs/wordcount-rest`,
    });
  });
});

describe("cancel", () => {
  test("asks Flink", async () => {
    const { flink, heard } = await against(() => ({ status: 202 }));
    await flink.cancel(at, job);
    expect(heard[0]).toMatchObject({ method: "PATCH", path: `${proxy}/jobs/${job}`, query: { mode: "cancel" } });
  });

  test.for<{ when: string; said: Said; is: string }>([
    { when: "the job has ended in another state", said: flinkSays(409, "Job cancellation failed"), is: "no fault" },
    { when: "Flink does not know the job", said: flinkSays(404, "Job could not be found."), is: "missing" },
    { when: "Flink does not know the path", said: flinkSays(404, `Not found: /jobs/${job}`), is: "unavailable" },
    { when: "there is no Service", said: aStatus(404, 'services "x" not found'), is: "unavailable" },
    { when: "Kubernetes has a conflict", said: aStatus(409, "conflict"), is: "unavailable" },
    { when: "Flink takes too long", said: flinkSays(408, "Job cancellation timed out."), is: "unavailable" },
    { when: "Flink does not understand", said: flinkSays(400, "Bad request received."), is: "rejected" },
  ])("when $when", async ({ said, is }) => {
    const { flink } = await against(() => said);
    const ended = flink.cancel(at, job);
    expect(is === "no fault" ? ((await ended) ?? "no fault") : (await faultOf(ended)).kind).toBe(is);
  });
});
