import { describe, expect, test } from "vitest";
import type { CheckpointInfo, Checkpoints } from "../../lib/core/flink.ts";
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

const chk = {
  "@class": "completed",
  id: 42,
  status: "COMPLETED",
  is_savepoint: false,
  savepointFormat: null,
  trigger_timestamp: 1_700_000_000_000,
  latest_ack_timestamp: 1_700_000_000_900,
  state_size: 2 ** 63,
  checkpoint_type: "UNALIGNED_CHECKPOINT",
  tasks: {},
  external_path: "s3://b/chk-42",
  discarded: false,
};
const info: CheckpointInfo = { id: 42, path: "s3://b/chk-42", at: 1_700_000_000_000, isSavepoint: false };
const none: Checkpoints = {
  kind: "enabled",
  completed: undefined,
  savepoint: undefined,
  restored: undefined,
  inProgressSince: undefined,
  newestId: undefined,
  savepointUnderWay: undefined,
};
const noLatest = { completed: null, savepoint: null, failed: null, restored: null };

describe("checkpoints", () => {
  test.for<{ when: string; body: Record<string, unknown>; are: Checkpoints }>([
    { when: "there are none yet", body: { latest: noLatest, history: [] }, are: none },
    {
      when: "a periodic one",
      body: { latest: { ...noLatest, completed: chk } },
      are: { ...none, completed: info, newestId: 42 },
    },
    {
      when: "one of 1.13, with fewer fields",
      body: {
        latest: {
          completed: {
            id: 1,
            status: "COMPLETED",
            is_savepoint: false,
            trigger_timestamp: 5,
            external_path: "file:/c/chk-1",
          },
        },
        history: [],
      },
      are: { ...none, completed: { id: 1, path: "file:/c/chk-1", at: 5, isSavepoint: false }, newestId: 1 },
    },
    {
      when: "a savepoint beside it, and what the job came from",
      body: {
        latest: {
          ...noLatest,
          completed: chk,
          savepoint: { ...chk, id: 43, is_savepoint: true, external_path: "s3://b/sp-1" },
          restored: { id: 40, restore_timestamp: 7, is_savepoint: true, external_path: "s3://b/sp-0" },
        },
      },
      are: {
        ...none,
        completed: info,
        savepoint: { ...info, id: 43, path: "s3://b/sp-1", isSavepoint: true },
        restored: { id: 40, path: "s3://b/sp-0", at: 7, isSavepoint: true },
        newestId: 43,
      },
    },
    {
      when: "state in the JobManager's memory",
      body: {
        latest: { ...noLatest, completed: { ...chk, external_path: "<checkpoint-not-externally-addressable>" } },
      },
      are: { ...none, completed: { ...info, path: undefined }, newestId: 42 },
    },
    {
      when: "one that was discarded",
      body: { latest: { ...noLatest, completed: { ...chk, discarded: true } } },
      are: { ...none, completed: { ...info, path: undefined }, newestId: 42 },
    },
    {
      when: "restored from one without a path",
      body: {
        latest: { ...noLatest, restored: { id: 1, restore_timestamp: 7, is_savepoint: false, external_path: null } },
      },
      are: { ...none, restored: { id: 1, path: undefined, at: 7, isSavepoint: false }, newestId: 1 },
    },
    {
      when: "two under way",
      body: {
        latest: noLatest,
        history: [
          { ...chk, id: 45, status: "IN_PROGRESS", trigger_timestamp: 30, external_path: undefined },
          { ...chk, id: 44, status: "IN_PROGRESS", trigger_timestamp: 20 },
          { ...chk, id: 43, status: "FAILED", trigger_timestamp: 10 },
        ],
      },
      are: { ...none, inProgressSince: 20, newestId: 45 },
    },
    {
      when: "savepoints under way, and a newer one that has failed",
      body: {
        latest: noLatest,
        history: [
          { ...chk, id: 47, status: "FAILED", is_savepoint: true, trigger_timestamp: 40 },
          { ...chk, id: 46, status: "IN_PROGRESS", trigger_timestamp: 30 },
          { ...chk, id: 45, status: "IN_PROGRESS", is_savepoint: true, trigger_timestamp: 20 },
          { ...chk, id: 44, status: "IN_PROGRESS", is_savepoint: true, trigger_timestamp: 10 },
        ],
      },
      are: { ...none, inProgressSince: 10, newestId: 47, savepointUnderWay: 45 },
    },
  ])("of $when", async ({ body, are }) => {
    const { flink, sent } = saying({ body });
    expect(await flink.checkpoints(at, job)).toEqual(are);
    expect(sent).toStrictEqual([{ method: "GET", path: `/jobs/${job}/checkpoints` }]);
  });

  test("of a job without checkpointing are disabled", async () => {
    const { flink } = saying(flinkSays(404, "Checkpointing has not been enabled."));
    expect(await flink.checkpoints(at, job)).toEqual({ kind: "disabled" });
  });

  test.for<{ when: string; said: Said; is: string }>([
    { when: "the job is not known", said: flinkSays(404, `Job ${job} not found`), is: "missing" },
    {
      when: "the job is only being initialized",
      said: internalError("x.UnavailableDispatcherOperationException: Unable to get JobMasterGateway"),
      is: "unavailable",
    },
    { when: "Flink fails", said: flinkSays(500, "Checkpointing has not been enabled."), is: "unavailable" },
    { when: "the path is not known", said: flinkSays(404, `Not found: /jobs/${job}/checkpoints`), is: "unavailable" },
    {
      when: "it is not Flink that knows nothing",
      said: kubernetesSays(404, "Checkpointing has not been enabled."),
      is: "unavailable",
    },
    { when: "the answer has another form", said: { body: { latest: { completed: { id: "x" } } } }, is: "unavailable" },
  ])("are $is when $when", async ({ said, is }) => {
    expect(await outcome(saying(said).flink.checkpoints(at, job))).toBe(is);
  });
});

describe("details of a checkpoint", () => {
  test.for<{ when: string; said: Said; are: CheckpointInfo | undefined }>([
    { when: "one that is complete", said: { body: chk }, are: info },
    {
      when: "a failed one",
      said: { body: { ...chk, status: "FAILED", external_path: undefined } },
      are: { ...info, path: undefined },
    },
    {
      when: "one that Flink has forgotten, as 1.20 and 2.1 say it",
      said: flinkSays(
        404,
        "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not find checkpointing statistics for checkpoint 42.",
      ),
      are: undefined,
    },
    {
      when: "one that Flink has forgotten",
      said: flinkSays(404, "Could not find checkpointing statistics for checkpoint 42."),
      are: undefined,
    },
    {
      when: "a job without checkpoints",
      said: flinkSays(404, `Checkpointing was not enabled for job ${job}.`),
      are: undefined,
    },
  ])("of $when", async ({ said, are }) => {
    const { flink, sent } = saying(said);
    expect(await flink.checkpointDetails(at, job, 42)).toEqual(are);
    expect(sent[0]?.path).toBe(`/jobs/${job}/checkpoints/details/42`);
  });

  test("of one that is under way, as Flink saw it last, are not told as of one without a path", async () => {
    const fault = await faultOf(
      saying({ body: { ...chk, status: "IN_PROGRESS" } }).flink.checkpointDetails(at, job, 42),
    );
    expect(fault).toMatchObject({ kind: "unavailable", because: expect.stringContaining("still under way") });
  });

  test("of a job that is not known are missing, which is not the same as forgotten", async () => {
    expect(await outcome(saying(flinkSays(404, `Job ${job} not found`)).flink.checkpointDetails(at, job, 1))).toBe(
      "missing",
    );
  });
});
