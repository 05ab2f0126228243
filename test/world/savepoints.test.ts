import { describe, expect, test } from "vitest";
import type { JobId, SavepointRequest, TriggerId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { address, aJobId, namespace } from "./flinkObjects.ts";
import { checkpointing, faultOf, ha, jobManagerPod, running } from "./running.ts";

const at = address("a");
const job = aJobId as JobId;
const cluster = { namespace, name: "a" };
const trigger = "11111111111111111111111111111111" as TriggerId;
const request: SavepointRequest = { directory: undefined, triggerId: trigger, format: "CANONICAL" };

const progress = async (spoke: SimulatedSpoke) => await spoke.flink.savepoint(at, job, trigger);

describe("a savepoint", () => {
  test("is under way, then there; the job goes on", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    expect(await progress(spoke)).toEqual({ kind: "unknown" });
    expect(await spoke.flink.triggerSavepoint(at, job, request)).toBe(trigger);
    expect(await progress(spoke)).toEqual({ kind: "inProgress" });
    world.advance(seconds(5));
    const [savepoint] = spoke.snapshots.filter((each) => each.isSavepoint);
    expect(savepoint?.path).toMatch(/^s3:\/\/b\/sp\/savepoint-000000-[0-9a-f]{12}$/);
    expect(await progress(spoke)).toEqual({ kind: "completed", path: savepoint?.path });
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({
      savepoint: { path: savepoint?.path, isSavepoint: true },
      completed: { isSavepoint: false },
    });
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING" }]);
  });

  test("is nothing that the job goes back to", async () => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(seconds(4));
    spoke.failTask(cluster, "java.lang.Exception: poison");
    world.advance(seconds(3));
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ restored: { isSavepoint: false } });
  });

  test("asked for twice under one trigger id is taken once", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(seconds(1));
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(seconds(5));
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(seconds(5));
    expect(spoke.snapshots.filter((each) => each.isSavepoint)).toHaveLength(1);
  });

  test("is forgotten after five minutes, and with its JobManager", async () => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(minutes(5));
    expect(await progress(spoke)).toMatchObject({ kind: "completed" });
    world.advance(seconds(10));
    expect(await progress(spoke)).toEqual({ kind: "unknown" });
    await spoke.flink.triggerSavepoint(at, job, request);
    spoke.killPod(jobManagerPod(spoke));
    world.advance(minutes(1));
    expect(await progress(spoke)).toEqual({ kind: "unknown" });
  });

  test("goes where the request says, and needs a place", async () => {
    const { spoke, world } = running({ name: "a" });
    expect(await faultOf(spoke.flink.triggerSavepoint(at, job, request))).toContain("state.savepoints.dir");
    await spoke.flink.triggerSavepoint(at, job, { ...request, directory: "s3://mine" });
    world.advance(seconds(5));
    expect(spoke.snapshots).toMatchObject([{ path: expect.stringMatching(/^s3:\/\/mine\/savepoint-/) }]);
  });

  test("fails at once while not all tasks run", async () => {
    const configuration = { ...checkpointing, "parallelism.default": "4" };
    const { spoke } = running({ name: "a", mode: "standalone", configuration });
    await spoke.flink.triggerSavepoint(at, job, request);
    const because = expect.stringContaining("Not all required tasks are currently running");
    expect(await progress(spoke)).toEqual({ kind: "failed", because });
  });

  test("of a job that is not there fails only afterwards", async () => {
    const { spoke } = running({ name: "a", configuration: checkpointing });
    const other = "ffffffffffffffffffffffffffffffff" as JobId;
    await spoke.flink.triggerSavepoint(at, other, request);
    const because = expect.stringContaining("Could not find Flink job");
    expect(await spoke.flink.savepoint(at, other, trigger)).toEqual({ kind: "failed", because });
  });

  test("fails with the job", async () => {
    const { spoke } = running({ name: "a", configuration: checkpointing });
    await spoke.flink.triggerSavepoint(at, job, request);
    spoke.failTask(cluster, "java.lang.Exception: poison");
    expect(await progress(spoke)).toMatchObject({ kind: "failed" });
  });

  test("fails, or hangs until it expires, when a test says so", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    spoke.decideNextSavepoint(cluster, { kind: "fails", because: "java.io.IOException: bucket is gone" });
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(seconds(5));
    expect(await progress(spoke)).toMatchObject({ kind: "failed", because: expect.stringContaining("bucket is gone") });
    spoke.decideNextSavepoint(cluster, { kind: "hangs" });
    const second = "22222222222222222222222222222222" as TriggerId;
    await spoke.flink.triggerSavepoint(at, job, { ...request, triggerId: second });
    world.advance(minutes(9));
    expect(await spoke.flink.savepoint(at, job, second)).toEqual({ kind: "inProgress" });
    world.advance(minutes(2));
    expect(await spoke.flink.savepoint(at, job, second)).toMatchObject({
      kind: "failed",
      because: expect.stringContaining("expired before completing"),
    });
  });

  test("can be disposed of", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    await spoke.flink.triggerSavepoint(at, job, request);
    world.advance(seconds(5));
    const seen = await progress(spoke);
    await spoke.flink.disposeSavepoint(at, seen.kind === "completed" ? seen.path : "");
    expect(spoke.snapshots.filter((each) => each.isSavepoint)).toEqual([]);
  });

  test.for([
    { image: "flink:1.14", sent: request, refused: true },
    { image: "flink:1.14", sent: { ...request, triggerId: undefined, format: undefined }, refused: false },
    { image: "flink:1.15", sent: request, refused: false },
  ])("with the fields that $image knows: refused $refused", async ({ image, sent, refused }) => {
    const { spoke } = running({ name: "a", image, configuration: checkpointing });
    const fault = await faultOf(spoke.flink.triggerSavepoint(at, job, sent));
    expect(fault.includes("Unrecognized field")).toBe(refused);
  });
});

describe("stop with a savepoint", () => {
  const stop = { ...request, drain: false };

  test("ends the job FINISHED, with all that it had counted", async () => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    await spoke.flink.stopWithSavepoint(at, job, stop);
    const count = spoke.countOf(cluster);
    world.advance(seconds(5));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "FINISHED" }]);
    const [savepoint, ...others] = spoke.snapshots;
    expect(others).toEqual([]);
    expect(savepoint).toMatchObject({ isSavepoint: true, count });
    expect(await progress(spoke)).toEqual({ kind: "completed", path: savepoint?.path });
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ savepoint: { path: savepoint?.path } });
  });

  test("holds back periodic checkpoints", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    spoke.decideNextSavepoint(cluster, { kind: "hangs" });
    await spoke.flink.stopWithSavepoint(at, job, stop);
    const before = spoke.snapshots;
    world.advance(minutes(5));
    expect(spoke.snapshots).toEqual(before);
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING" }]);
  });

  test("that fails leaves the job running, with checkpoints", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    spoke.decideNextSavepoint(cluster, { kind: "fails", because: "java.io.IOException: bucket is gone" });
    await spoke.flink.stopWithSavepoint(at, job, stop);
    world.advance(minutes(1));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING" }]);
    expect(spoke.snapshots.at(-1)?.count).toBeGreaterThan(500);
    await spoke.flink.stopWithSavepoint(at, job, { ...stop, triggerId: "2".repeat(32) as TriggerId });
    world.advance(seconds(5));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "FINISHED" }]);
  });

  test("can succeed and fail the job over, which then says where the savepoint is", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    spoke.decideNextSavepoint(cluster, { kind: "failsOver" });
    await spoke.flink.stopWithSavepoint(at, job, stop);
    world.advance(seconds(6));
    const [savepoint] = spoke.snapshots.filter((each) => each.isSavepoint);
    const because = expect.stringContaining(`A savepoint has been created at: ${savepoint?.path}, but`);
    expect(await progress(spoke)).toEqual({ kind: "failed", because });
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING" }]);
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ restored: { path: savepoint?.path } });
  });
});

describe("a checkpoint that is asked for", () => {
  test("is told by its id", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    await spoke.flink.triggerCheckpoint(at, job, { type: "FULL", triggerId: trigger });
    expect(await spoke.flink.checkpoint(at, job, trigger)).toEqual({ kind: "inProgress" });
    world.advance(seconds(1));
    expect(await spoke.flink.checkpoint(at, job, trigger)).toEqual({ kind: "completed", checkpointId: 2 });
  });

  test("is not known before 1.17", async () => {
    const { spoke } = running({ name: "a", image: "flink:1.16", configuration: checkpointing });
    const asked = spoke.flink.triggerCheckpoint(at, job, { type: "FULL", triggerId: trigger });
    expect(await faultOf(asked)).toContain("Not found");
  });
});
