import { expect, test } from "vitest";
import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import type { JobId, TriggerId } from "../../../lib/core/flink.ts";
import type { Flink, FlinkAddress } from "../../../lib/ports/flink.ts";
import { connecting, faultOf } from "../support/connecting.ts";
import { loopback, type Said } from "../support/loopback.ts";

const at: FlinkAddress = { namespace: "jobs", service: "wordcount-rest", scheme: "http" };
const proxy = "/api/v1/namespaces/jobs/services/http:wordcount-rest:rest/proxy";
const job = "0123456789abcdef0123456789abcdef" as JobId;
const trigger = "fedcba9876543210fedcba9876543210" as TriggerId;
const savepoint = { directory: "s3://b/ä", triggerId: trigger, format: "NATIVE" } as const;

async function against(answer: Parameters<typeof loopback>[0]) {
  const server = await loopback(answer);
  return { flink: new ServiceProxyFlink(connecting(server.url)), heard: server.heard };
}

test.for<{ method: string; answer: Said; ask: (flink: Flink) => Promise<unknown>; heard: Record<string, unknown> }>([
  {
    method: "GET",
    answer: { body: { jobs: [] } },
    ask: (flink) => flink.jobs(at),
    heard: { path: `${proxy}/jobs/overview`, query: {}, body: undefined },
  },
  {
    method: "GET",
    answer: { body: [] },
    ask: (flink) => flink.jobMetrics(at, job, ["a", "Source: x.b"]),
    heard: { path: `${proxy}/jobs/${job}/metrics`, query: { get: "a,Source: x.b" } },
  },
  {
    method: "PATCH",
    answer: { status: 202 },
    ask: (flink) => flink.cancel(at, job),
    heard: { path: `${proxy}/jobs/${job}`, query: { mode: "cancel" }, body: undefined },
  },
  {
    method: "POST",
    answer: { status: 202, body: { "request-id": trigger } },
    ask: (flink) => flink.triggerSavepoint(at, job, savepoint),
    heard: {
      path: `${proxy}/jobs/${job}/savepoints`,
      body: { "target-directory": "s3://b/ä", "cancel-job": false, formatType: "NATIVE", triggerId: trigger },
    },
  },
  {
    method: "PUT",
    answer: {},
    ask: (flink) => flink.setResourceRequirements(at, job, { v: { lowerBound: 1, upperBound: 2 } }),
    heard: {
      path: `${proxy}/jobs/${job}/resource-requirements`,
      body: { v: { parallelism: { lowerBound: 1, upperBound: 2 } } },
    },
  },
])("$method goes through the service proxy", async ({ method, answer, ask, heard: wanted }) => {
  const { flink, heard } = await against(() => answer);
  await ask(flink);
  expect(heard).toMatchObject([{ method, ...wanted }]);
  const json = wanted["body"] === undefined ? undefined : "application/json";
  expect(heard[0]?.headers["content-type"]).toBe(json);
});

test("Flink is asked over TLS inside the cluster where it wants that", async () => {
  const { flink, heard } = await against(() => ({ body: { jobs: [] } }));
  await flink.jobs({ ...at, scheme: "https" });
  expect(heard[0]?.path).toBe("/api/v1/namespaces/jobs/services/https:wordcount-rest:rest/proxy/jobs/overview");
});

test("what Flink and what the API server says are told apart", async () => {
  const flinkSays = await against(() => ({ status: 404, body: { errors: [`Job ${job} not found`] } }));
  expect(await faultOf(flinkSays.flink.exceptions(at, job, 1))).toEqual({
    kind: "missing",
    what: `Flink job ${job} of jobs/wordcount-rest`,
  });
  const message = 'services "wordcount-rest" not found';
  const kubernetesSays = await against(() => ({ status: 404, body: { kind: "Status", message, code: 404 } }));
  expect(await faultOf(kubernetesSays.flink.exceptions(at, job, 1))).toEqual({
    kind: "unavailable",
    what: `Flink job ${job} of jobs/wordcount-rest`,
    because: message,
  });
});

test.for<{ what: string; ask: (flink: Flink) => Promise<unknown> }>([
  { what: "a savepoint", ask: (flink) => flink.triggerSavepoint(at, job, savepoint) },
  { what: "a stop", ask: (flink) => flink.stopWithSavepoint(at, job, { ...savepoint, drain: false }) },
])("$what is asked for once, also when the connection breaks before the answer", async ({ ask }) => {
  const { flink, heard } = await against((_, count) => (count === 1 ? {} : "hang up"));
  // A connection that was kept open is what clients like to try again on.
  await faultOf(flink.jobs(at));
  expect(await faultOf(ask(flink))).toMatchObject({ kind: "unavailable" });
  expect(heard.map(({ method }) => method)).toEqual(["GET", "POST"]);
});
