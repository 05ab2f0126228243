import { describe, expect, test } from "vitest";
import { at, faultOf, flinkSays, job, saying } from "./support/scripted.ts";

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

  test("are told in core's words", async () => {
    const { flink, sent } = saying({ body: { jobs: [overview] } });
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
    expect(sent).toStrictEqual([{ method: "GET", path: "/jobs/overview" }]);
  });

  test("understands Long.MAX_VALUE and what newer versions add", async () => {
    const text = JSON.stringify({
      jobs: [{ ...overview, "end-time": 0, "pending-operators": 3, jobType: "STREAMING" }],
    }).replace('"end-time":0', '"end-time":9223372036854775807');
    const { flink } = saying({ body: text });
    expect((await flink.jobs(at))[0]?.endTime).toBeGreaterThanOrEqual(2 ** 53);
  });
});

test("cluster info is put together from two answers", async () => {
  const { flink } = saying(({ path }) =>
    path === "/config"
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
    const { flink, sent } = saying({ body });
    expect(await flink.exceptions(at, job, 8)).toEqual(are);
    expect(sent).toStrictEqual([{ method: "GET", path: `/jobs/${job}/exceptions`, query: { maxExceptions: "8" } }]);
  });

  test("are no more than asked for", async () => {
    const entries = [3, 9, 6].map((timestamp) => ({ stacktrace: `E${timestamp}`, timestamp }));
    const { flink } = saying({ body: { exceptionHistory: { entries } } });
    expect((await flink.exceptions(at, job, 2)).map(({ at: when }) => when)).toEqual([9, 6]);
  });

  test("of a job that Flink does not know are missing", async () => {
    const { flink } = saying(flinkSays(404, `Job ${job} not found`));
    expect(await faultOf(flink.exceptions(at, job, 1))).toEqual({
      kind: "missing",
      what: `Flink job ${job} of jobs/wordcount-rest`,
    });
  });
});
