import { describe, expect, test } from "vitest";
import type { Fault } from "../../lib/core/fault.ts";
import {
  at,
  faultOf,
  flinkSays,
  internalError,
  job,
  kubernetesSays,
  outcome,
  type Said,
  saying,
} from "./support/scripted.ts";

describe("looking at the jobs", () => {
  test.for<{ when: string; said: Said; is: Partial<Fault> }>([
    {
      when: "there is no Service",
      said: kubernetesSays(404, 'services "wordcount-rest" not found'),
      is: { kind: "unavailable", because: 'services "wordcount-rest" not found' },
    },
    {
      when: "no pod is ready",
      said: kubernetesSays(503, 'no endpoints available for service "http:wordcount-rest:rest"'),
      is: { kind: "unavailable", because: 'no endpoints available for service "http:wordcount-rest:rest"' },
    },
    {
      when: "the control plane is kept out",
      said: kubernetesSays(503, "error trying to reach service: dial tcp 10.0.7.9:8081: i/o timeout"),
      is: {
        kind: "unavailable",
        because:
          "the control plane of the Kubernetes cluster cannot reach the JobManager's pod: its security group or a NetworkPolicy has to allow the REST port (8081) from the control plane",
      },
    },
    {
      when: "the JobManager does not listen yet",
      said: kubernetesSays(503, "error trying to reach service: dial tcp 10.0.7.9:8081: connect: connection refused"),
      is: { kind: "unavailable", because: "the JobManager's pod does not listen on its REST port yet" },
    },
    {
      when: "the connection breaks in another way",
      said: kubernetesSays(502, "error trying to reach service: read tcp 10.0.0.1:5->10.0.7.9:8081: read: reset"),
      is: { kind: "unavailable", because: "read tcp the pod->the pod: read: reset" },
    },
    {
      when: "we may not use the proxy",
      said: kubernetesSays(403, 'User "u" cannot get resource "services/proxy" in API group ""'),
      is: { kind: "denied", because: 'User "u" cannot get resource "services/proxy" in API group ""' },
    },
    { when: "our token is old", said: kubernetesSays(401, "Unauthorized"), is: { kind: "denied" } },
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
    const { flink } = saying(said);
    expect(await faultOf(flink.jobs(at))).toMatchObject({ what: "Flink REST API of jobs/wordcount-rest", ...is });
  });
});

describe("cancel", () => {
  test.for<{ when: string; said: Said; is: string }>([
    { when: "the job has ended in another state", said: flinkSays(409, "Job cancellation failed"), is: "none" },
    { when: "Flink does not know the job", said: flinkSays(404, "Job could not be found."), is: "missing" },
    { when: "Flink does not know the path", said: flinkSays(404, `Not found: /jobs/${job}`), is: "unavailable" },
    { when: "there is no Service", said: kubernetesSays(404, 'services "x" not found'), is: "unavailable" },
    { when: "Kubernetes has a conflict", said: kubernetesSays(409, "conflict"), is: "unavailable" },
    { when: "something in between redirects", said: { status: 302, body: "<html>" }, is: "unavailable" },
    { when: "Flink takes too long", said: flinkSays(408, "Job cancellation timed out."), is: "unavailable" },
    { when: "Flink does not understand", said: flinkSays(400, "Bad request received."), is: "rejected" },
  ])("$when: $is", async ({ said, is }) => {
    expect(await outcome(saying(said).flink.cancel(at, job))).toBe(is);
  });
});

describe("resource requirements", () => {
  const notAdaptive = internalError(
    "java.util.concurrent.CompletionException: java.lang.UnsupportedOperationException: The DefaultScheduler does not support it\n\tat a.B.c(B.java:1)",
  );
  test.for<{ when: string; said: Said; is: string }>([
    { when: "the scheduler is not adaptive", said: notAdaptive, is: "rejected" },
    {
      when: "a vertex is missing",
      said: flinkSays(400, "The request is incomplete, missing job vertex x"),
      is: "rejected",
    },
    {
      when: "somebody else changes them",
      said: flinkSays(409, "Another update to the job is in progress."),
      is: "conflict",
    },
    { when: "they cannot be stored", said: internalError("java.io.IOException: no"), is: "unavailable" },
    {
      when: "the job is not known, which no handler has caught",
      said: internalError("org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (x)"),
      is: "missing",
    },
    { when: "a version before 1.18 has no such path", said: flinkSays(404, "Not found: /jobs/x"), is: "unavailable" },
  ])("$when: $is", async ({ said, is }) => {
    const { flink } = saying(said);
    expect(await outcome(flink.setResourceRequirements(at, job, {}))).toBe(is);
    expect(await outcome(flink.resourceRequirements(at, job))).toBe(is);
  });

  test("the exception is told where the message says nothing", async () => {
    const fault = await faultOf(saying(notAdaptive).flink.setResourceRequirements(at, job, {}));
    expect(fault).toEqual({
      kind: "rejected",
      what: `Flink job ${job} of jobs/wordcount-rest`,
      because:
        "Flink says: java.util.concurrent.CompletionException: java.lang.UnsupportedOperationException: The DefaultScheduler does not support it",
    });
  });
});

test("what Flink says is told shortened, and nothing of its stack traces", async () => {
  const { flink } = saying(
    flinkSays(500, `Job cancellation failed: ${"x".repeat(1000)}`, "<Exception on server side:\n\tat a.B"),
  );
  const fault = await faultOf(flink.cancel(at, job));
  expect(fault).toMatchObject({ because: `Flink says: Job cancellation failed: ${"x".repeat(274)}…` });
});
