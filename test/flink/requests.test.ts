import { describe, expect, test } from "vitest";
import type { Flink } from "../../lib/ports/flink.ts";
import type { FlinkCall } from "../../lib/flink/exchange.ts";
import { at, job, saying, trigger, type Said } from "./support/scripted.ts";

const accepted: Said = { status: 202, body: { "request-id": trigger } };
const nothing = { directory: undefined, triggerId: undefined, format: undefined };
const everything = { directory: "s3://b/sp", triggerId: trigger, format: "NATIVE" } as const;

test.for<{ what: string; ask: (flink: Flink) => Promise<unknown>; sends: Omit<FlinkCall, "what"> }>([
  {
    what: "a savepoint",
    ask: (flink) => flink.triggerSavepoint(at, job, everything),
    sends: {
      method: "POST",
      path: `/jobs/${job}/savepoints`,
      body: { "target-directory": "s3://b/sp", "cancel-job": false, formatType: "NATIVE", triggerId: trigger },
    },
  },
  {
    what: "a savepoint of a version before 1.15, which refuses what it does not know",
    ask: (flink) => flink.triggerSavepoint(at, job, nothing),
    sends: { method: "POST", path: `/jobs/${job}/savepoints`, body: { "cancel-job": false } },
  },
  {
    what: "a stop with a savepoint, in another spelling",
    ask: (flink) => flink.stopWithSavepoint(at, job, { ...everything, drain: true }),
    sends: {
      method: "POST",
      path: `/jobs/${job}/stop`,
      body: { targetDirectory: "s3://b/sp", drain: true, formatType: "NATIVE", triggerId: trigger },
    },
  },
  {
    what: "a stop of a version before 1.15",
    ask: (flink) => flink.stopWithSavepoint(at, job, { ...nothing, drain: false }),
    sends: { method: "POST", path: `/jobs/${job}/stop`, body: { drain: false } },
  },
  {
    what: "a checkpoint",
    ask: (flink) => flink.triggerCheckpoint(at, job, { type: "FULL", triggerId: trigger }),
    sends: {
      method: "POST",
      path: `/jobs/${job}/checkpoints`,
      body: { checkpointType: "FULL", triggerId: trigger },
    },
  },
])("$what is asked for", async ({ ask, sends }) => {
  const { flink, sent } = saying(accepted);
  expect(await ask(flink)).toBe(trigger);
  expect(sent).toStrictEqual([sends]);
});

test("before 1.15 the trigger id is Flink's", async () => {
  const theirs = "00000000000000000000000000000001";
  const { flink } = saying({ status: 202, body: { "request-id": theirs } });
  expect(await flink.triggerSavepoint(at, job, nothing)).toBe(theirs);
});

test("a savepoint is disposed of by its path, and the answer does not matter", async () => {
  const { flink, sent } = saying({ status: 200, body: {} });
  await flink.disposeSavepoint(at, "s3://b/sp-1");
  expect(sent).toStrictEqual([
    { method: "POST", path: "/savepoint-disposal", body: { "savepoint-path": "s3://b/sp-1" } },
  ]);
});

test("cancelling asks Flink", async () => {
  const { flink, sent } = saying({ status: 202 });
  await flink.cancel(at, job);
  expect(sent).toStrictEqual([{ method: "PATCH", path: `/jobs/${job}`, query: { mode: "cancel" } }]);
});

describe("resource requirements", () => {
  const wire = { a1: { parallelism: { lowerBound: 1, upperBound: 4 } } };
  const ours = { a1: { lowerBound: 1, upperBound: 4 } };

  test("are written flat", async () => {
    const { flink, sent } = saying({ status: 200 });
    await flink.setResourceRequirements(at, job, ours);
    expect(sent).toStrictEqual([{ method: "PUT", path: `/jobs/${job}/resource-requirements`, body: wire }]);
  });

  test("are read flat", async () => {
    const { flink, sent } = saying({ body: { a1: { ...wire.a1, more: 1 } } });
    expect(await flink.resourceRequirements(at, job)).toEqual(ours);
    expect(sent).toStrictEqual([{ method: "GET", path: `/jobs/${job}/resource-requirements` }]);
  });
});
