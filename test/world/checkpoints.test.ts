import { describe, expect, test } from "vitest";
import type { JobId, TriggerId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { address, aJobId, deploy, namespace } from "./flinkObjects.ts";
import { checkpointing, ha, jobManagerPod, names, running, takeDown } from "./running.ts";

const at = address("a");
const job = aJobId as JobId;
const cluster = { namespace, name: "a" };

const haCheckpoints = (spoke: SimulatedSpoke): readonly string[] => {
  const map = spoke.api.find({ kind: "ConfigMap", namespace, name: `a-${aJobId}-config-map` });
  return Object.keys((map?.["data"] ?? {}) as object).toSorted();
};

describe("a job with checkpoints", () => {
  test("takes one at every interval and keeps the newest", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing }, minutes(1));
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({
      kind: "enabled",
      completed: { id: 4, path: `s3://b/cp/${aJobId}/chk-4`, isSavepoint: false },
      savepoint: undefined,
      restored: undefined,
    });
    expect(spoke.snapshots).toMatchObject([{ id: 4, path: `s3://b/cp/${aJobId}/chk-4`, count: 400 }]);
    world.advance(seconds(10));
    expect(spoke.snapshots).toMatchObject([{ id: 5, count: 500 }]);
  });

  test("shows the one that is under way", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing }, seconds(0));
    for (let i = 0; i < 300 && spoke.snapshots.length === 0; i += 1) {
      const seen = await spoke.flink.checkpoints(at, job).catch(() => undefined);
      if (seen?.kind === "enabled" && seen.inProgressSince !== undefined) break;
      world.advance(100 as never);
    }
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ inProgressSince: world.clock.now() });
  });

  test("tells of each by its id until it has forgotten", async () => {
    const configuration = { ...checkpointing, "web.checkpoints.history": "2" };
    const { spoke } = running({ name: "a", configuration }, minutes(1));
    expect(await spoke.flink.checkpointDetails(at, job, 3)).toMatchObject({ id: 3, path: `s3://b/cp/${job}/chk-3` });
    expect(await spoke.flink.checkpointDetails(at, job, 2)).toBeUndefined();
  });

  test("counts them in its metrics", async () => {
    const { spoke } = running({ name: "a", configuration: checkpointing }, minutes(1));
    const asked = ["numberOfCompletedCheckpoints", "numRestarts", "fullRestarts", "noSuchMetric"];
    expect(await spoke.flink.jobMetrics(at, job, asked)).toEqual({
      numberOfCompletedCheckpoints: 4,
      numRestarts: 0,
      fullRestarts: 0,
    });
  });

  test("without a directory they lie in the JobManager's memory", async () => {
    const { "state.checkpoints.dir": _, ...configuration } = checkpointing;
    const { spoke, world } = running({ name: "a", configuration });
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ completed: { path: undefined } });
    spoke.killPod(jobManagerPod(spoke));
    world.advance(seconds(1));
    expect(spoke.snapshots).toEqual([]);
  });
});

describe("checkpoints that fail", () => {
  const broken = { kind: "fails", because: "java.io.IOException: bucket is gone" } as const;

  test("make the job fail over, unless it tolerates them", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    spoke.decideCheckpoints(cluster, broken);
    world.advance(seconds(30));
    const [exception] = await spoke.flink.exceptions(at, job, 1);
    expect(exception?.stackTrace).toContain("Exceeded checkpoint tolerable failure threshold");
    const tolerant = { ...checkpointing, "execution.checkpointing.tolerable-failed-checkpoints": "3" };
    const other = running({ name: "a", configuration: tolerant });
    other.spoke.decideCheckpoints(cluster, broken);
    other.world.advance(seconds(30));
    other.spoke.decideCheckpoints(cluster, undefined);
    other.world.advance(seconds(10));
    other.spoke.decideCheckpoints(cluster, broken);
    other.world.advance(seconds(30));
    expect(await other.spoke.flink.exceptions(at, job, 1)).toEqual([]);
    other.world.advance(seconds(20));
    expect(await other.spoke.flink.exceptions(at, job, 1)).toHaveLength(1);
  });

  test("by hanging hold back the next ones until they expire", async () => {
    const { spoke, world } = running({ name: "a", configuration: checkpointing });
    spoke.decideCheckpoints(cluster, { kind: "hangs" });
    world.advance(minutes(5));
    const seen = await spoke.flink.checkpoints(at, job);
    const since = seen.kind === "enabled" ? seen.inProgressSince : undefined;
    expect(since).toBeLessThan(world.clock.now() - minutes(4));
    expect(await spoke.flink.jobMetrics(at, job, ["numberOfInProgressCheckpoints"])).toEqual({
      numberOfInProgressCheckpoints: 1,
    });
    world.advance(minutes(6));
    expect(await spoke.flink.jobMetrics(at, job, ["numRestarts"])).toEqual({ numRestarts: 1 });
  });
});

test.for([
  { retention: "RETAIN_ON_CANCELLATION", end: "cancel", left: 1 },
  { retention: "RETAIN_ON_CANCELLATION", end: "fail", left: 1 },
  { retention: "RETAIN_ON_CANCELLATION", end: "finish", left: 0 },
  { retention: "DELETE_ON_CANCELLATION", end: "cancel", left: 0 },
  { retention: "DELETE_ON_CANCELLATION", end: "fail", left: 1 },
  { retention: "NO_EXTERNALIZED_CHECKPOINTS", end: "fail", left: 0 },
])("$retention: a job that comes to $end leaves $left checkpoints", async ({ retention, end, left }) => {
  const configuration = { ...checkpointing, "execution.checkpointing.externalized-checkpoint-retention": retention };
  const { spoke, world } = running({ name: "a", configuration });
  if (end === "cancel") await spoke.flink.cancel(at, job);
  if (end === "fail") spoke.failJob(cluster, "java.lang.Exception: broken");
  if (end === "finish") spoke.finishJob(cluster);
  world.advance(seconds(5));
  expect(spoke.snapshots).toHaveLength(left);
});

test("a streaming job without an interval has no checkpoints, a batch job no checkpointing", async () => {
  const streaming = running({ name: "a" }).spoke;
  expect(await streaming.flink.checkpoints(at, job)).toMatchObject({ kind: "enabled", completed: undefined });
  const batch = running({ name: "a", configuration: { "execution.runtime-mode": "BATCH" } }).spoke;
  expect(await batch.flink.checkpoints(at, job)).toEqual({ kind: "disabled" });
});

describe("HA metadata", () => {
  test("names the newest checkpoint and the next id", () => {
    const { spoke } = running({ name: "a", configuration: { ...ha, ...checkpointing } }, minutes(1));
    expect(haCheckpoints(spoke)).toEqual(["checkpointID-0000000000000000004", "counter"]);
    const map = spoke.api.read({ kind: "ConfigMap", namespace, name: `a-${aJobId}-config-map` });
    expect(map["data"]).toMatchObject({ counter: "5" });
  });

  test.for([
    { end: "is cancelled", act: (spoke: SimulatedSpoke) => void spoke.flink.cancel(at, job) },
    { end: "fails", act: (spoke: SimulatedSpoke) => spoke.failJob(cluster, "java.lang.Exception: broken") },
    { end: "finishes", act: (spoke: SimulatedSpoke) => spoke.finishJob(cluster) },
  ])("goes when the job $end", ({ act }) => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    act(spoke);
    world.advance(seconds(5));
    expect(names(spoke, "ConfigMap")).toEqual(["a-cluster-config-map", "flink-config-a"]);
  });

  test("lets a JobManager that comes back go on from the newest checkpoint, with ids that count on", () => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } }, minutes(1));
    spoke.killPod(jobManagerPod(spoke));
    world.advance(minutes(1));
    expect(spoke.incarnations(cluster)).toMatchObject([
      { restore: "nothing", restoredCount: 0, state: "SUSPENDED" },
      { restore: "ha", restoredFrom: `s3://b/cp/${aJobId}/chk-4`, restoredCount: 400, newestDurableCount: 400 },
    ]);
    expect(spoke.snapshots.at(-1)?.id).toBeGreaterThan(5);
    expect(world.violations).toEqual([]);
  });

  test("keeps checkpoints while the job has not come to its end, whatever their retention", () => {
    const retention = { "execution.checkpointing.externalized-checkpoint-retention": "NO_EXTERNALIZED_CHECKPOINTS" };
    const configuration = { ...ha, ...checkpointing, ...retention };
    const { spoke, world } = running({ name: "a", configuration });
    spoke.killPod(jobManagerPod(spoke));
    world.advance(seconds(30));
    expect(spoke.incarnations(cluster)).toMatchObject([{}, { restore: "ha", restoredCount: 100 }]);
    expect(spoke.countOf(cluster)).toBeGreaterThan(100);
  });

  test("runs the job as its graph says, whatever the configuration says by now", async () => {
    const configuration = { ...ha, ...checkpointing };
    const { spoke, world } = running({ name: "a", configuration });
    takeDown({ spoke, world }, "a");
    deploy(spoke, { name: "a", configuration: { ...configuration, "parallelism.default": "4" } });
    world.advance(seconds(30));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ id: aJobId, tasks: { total: 4 } }]);
    takeDown({ spoke, world }, "a");
    spoke.api.patch(
      { kind: "ConfigMap", namespace, name: "a-cluster-config-map" },
      { type: "merge", body: { data: { [`jobGraph-${aJobId}`]: null } } },
    );
    deploy(spoke, { name: "a", configuration: { ...configuration, "parallelism.default": "4" } });
    world.advance(seconds(30));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ id: aJobId, tasks: { total: 8 } }]);
    expect(spoke.incarnations(cluster).map(({ restore }) => restore)).toEqual(["nothing", "ha", "ha"]);
    expect(world.violations).toEqual([]);
  });

  test("that goes while a checkpoint is under way is not made again by it", async () => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    await spoke.flink.triggerCheckpoint(at, job, { type: "FULL", triggerId: "1".repeat(32) as TriggerId });
    spoke.api.delete({ kind: "ConfigMap", namespace, name: `a-${aJobId}-config-map` });
    world.advance(seconds(5));
    expect(names(spoke, "ConfigMap")).not.toContain(`a-${aJobId}-config-map`);
    expect(await spoke.flink.checkpoint(at, job, "1".repeat(32) as TriggerId)).toMatchObject({ kind: "failed" });
  });

  test("that somebody takes away while the job runs ends its checkpoints, not the job", async () => {
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    spoke.api.delete({ kind: "ConfigMap", namespace, name: `a-${aJobId}-config-map` });
    world.advance(minutes(1));
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ completed: { id: 1 } });
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING" }]);
  });
});
