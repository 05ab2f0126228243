import { describe, expect, test } from "vitest";
import type { CheckpointProgress, SavepointProgress } from "../../lib/core/flink.ts";
import {
  at,
  flinkSays,
  internalError,
  job,
  kubernetesSays,
  outcome,
  type Said,
  saying,
  trigger,
} from "./support/scripted.ts";

const inProgress: Said = { body: { status: { id: "IN_PROGRESS" }, operation: null } };
const completed = (operation: unknown): Said => ({ body: { status: { id: "COMPLETED" }, operation } });
const failure = {
  class: "org.apache.flink.util.SerializedThrowable",
  "stack-trace": "org.apache.flink.util.FlinkException: no\n\tat org.apache.flink.A.b(A.java:1)\n",
  "serialized-throwable": "rO0ABXNy",
};

describe("a savepoint", () => {
  test.for<{ when: string; said: Said; is: SavepointProgress }>([
    { when: "is under way", said: inProgress, is: { kind: "inProgress" } },
    {
      when: "is under way, before 1.15",
      said: { body: { status: { id: "IN_PROGRESS" } } },
      is: { kind: "inProgress" },
    },
    { when: "is there", said: completed({ location: "s3://b/sp-1" }), is: { kind: "completed", path: "s3://b/sp-1" } },
    {
      when: "has failed, which is COMPLETED as well",
      said: completed({ location: null, "failure-cause": failure }),
      is: { kind: "failed", because: "org.apache.flink.util.FlinkException: no" },
    },
    {
      when: "has failed without a stack trace",
      said: completed({ "failure-cause": { class: "java.lang.Error", "stack-trace": null } }),
      is: { kind: "failed", because: "java.lang.Error" },
    },
    {
      when: "has failed without a word",
      said: completed({ "failure-cause": {} }),
      is: { kind: "failed", because: "Flink gives no reason" },
    },
    {
      when: "was never asked for",
      said: flinkSays(404, `There is no savepoint operation with triggerId=${trigger} for job ${job}.`),
      is: { kind: "unknown" },
    },
    {
      when: "was never asked for, as 1.20 and 2.1 say it",
      said: flinkSays(
        404,
        `org.apache.flink.runtime.rest.handler.RestHandlerException: There is no savepoint operation with triggerId=${trigger} for job ${job}.`,
      ),
      is: { kind: "unknown" },
    },
    {
      when: "was never asked for, before 1.15",
      said: flinkSays(
        404,
        "Operation not found under key: org.apache.flink.runtime.rest.handler.job.AsynchronousJobOperationKey@1f",
      ),
      is: { kind: "unknown" },
    },
  ])("$when", async ({ said, is }) => {
    const { flink, sent } = saying(said);
    expect(await flink.savepoint(at, job, trigger)).toEqual(is);
    expect(sent).toStrictEqual([{ method: "GET", path: `/jobs/${job}/savepoints/${trigger}` }]);
  });

  test.for<{ when: string; said: Said; is: string }>([
    { when: "Flink knows no such job", said: flinkSays(404, `Job ${job} not found`), is: "missing" },
    { when: "Flink serves no such path", said: flinkSays(404, "Not found: /jobs/x"), is: "unavailable" },
    { when: "Flink says 404 in words that we do not know", said: flinkSays(404, "Nothing here."), is: "unavailable" },
    { when: "there is no Service", said: kubernetesSays(404, 'services "x" not found'), is: "unavailable" },
    { when: "there is neither a path nor a failure", said: completed(null), is: "unavailable" },
    { when: "the state is a new one", said: { body: { status: { id: "PAUSED" } } }, is: "unavailable" },
    {
      when: "Flink cannot tell",
      said: flinkSays(
        500,
        `Internal server error while retrieving status of savepoint operation with triggerId=${trigger} for job ${job}.`,
      ),
      is: "unavailable",
    },
  ])("is $is when $when", async ({ said, is }) => {
    expect(await outcome(saying(said).flink.savepoint(at, job, trigger))).toBe(is);
  });
});

describe("a checkpoint", () => {
  test.for<{ when: string; said: Said; is: CheckpointProgress }>([
    { when: "is under way", said: inProgress, is: { kind: "inProgress" } },
    {
      when: "is there",
      said: completed({ checkpointId: 7, failureCause: null }),
      is: { kind: "completed", checkpointId: 7 },
    },
    {
      when: "has failed, in another spelling",
      said: completed({ checkpointId: null, failureCause: failure }),
      is: { kind: "failed", because: "org.apache.flink.util.FlinkException: no" },
    },
    {
      when: "was never asked for",
      said: flinkSays(404, `There is no checkpoint operation with triggerId=${trigger} for job ${job}.`),
      is: { kind: "unknown" },
    },
  ])("$when", async ({ said, is }) => {
    const { flink, sent } = saying(said);
    expect(await flink.checkpoint(at, job, trigger)).toEqual(is);
    expect(sent[0]?.path).toBe(`/jobs/${job}/checkpoints/${trigger}`);
  });

  test("that has neither an id nor a failure was not understood", async () => {
    expect(await outcome(saying(completed({})).flink.checkpoint(at, job, trigger))).toBe("unavailable");
  });
});

describe("a trigger", () => {
  const nothing = { directory: undefined, triggerId: undefined, format: undefined, drain: false };
  test.for<{ when: string; said: Said; is: string }>([
    {
      when: "there is no directory",
      said: flinkSays(
        400,
        "Config key [state.savepoints.dir] is not set. Property [targetDirectory] must be provided.",
      ),
      is: "rejected",
    },
    {
      when: "a field is not known (before 1.20)",
      said: flinkSays(400, "Request did not match expected format X."),
      is: "rejected",
    },
    {
      when: "Flink elects a leader",
      said: flinkSays(503, "Service temporarily unavailable due to an ongoing leader election. Please refresh."),
      is: "unavailable",
    },
    {
      when: "Flink does not know the job",
      said: internalError("x.FlinkJobNotFoundException: Could not find Flink job"),
      is: "missing",
    },
    { when: "the id of the operation is none", said: { status: 202, body: { "request-id": "x" } }, is: "unavailable" },
    { when: "nobody listens", said: kubernetesSays(503, "no endpoints available"), is: "unavailable" },
  ])("is $is when $when", async ({ said, is }) => {
    const { flink, sent } = saying(said);
    expect(await outcome(flink.stopWithSavepoint(at, job, nothing))).toBe(is);
    expect(await outcome(flink.triggerSavepoint(at, job, nothing))).toBe(is);
    expect(sent).toHaveLength(2);
  });
});
