import { expect, test } from "vitest";
import type { JobId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { address, aJobId, deploy, namespace } from "./flinkObjects.ts";
import { checkpointing, running } from "./running.ts";

const at = address("a");
const job = aJobId as JobId;
const cluster = { namespace, name: "a" };

test("a job counts ten a second while all its tasks run", () => {
  const { spoke, world } = running({ name: "a" });
  const before = spoke.countOf(cluster);
  world.advance(seconds(7));
  expect(spoke.countOf(cluster)).toBe(before + 70);
});

test("a task that throws makes a job with checkpoints go back to the newest", async () => {
  const { spoke, world } = running({ name: "a", configuration: checkpointing }, minutes(1));
  const before = spoke.countOf(cluster);
  spoke.failTask(cluster, "java.lang.IllegalStateException: poison");
  expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RESTARTING" }]);
  world.advance(seconds(2));
  expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING" }]);
  expect(spoke.countOf(cluster)).toBeLessThan(before);
  expect(spoke.countOf(cluster)).toBeGreaterThanOrEqual(400);
  expect(await spoke.flink.jobMetrics(at, job, ["numRestarts"])).toEqual({ numRestarts: 1 });
  expect(await spoke.flink.checkpoints(at, job)).toMatchObject({ restored: { id: 4 } });
  expect(spoke.incarnations(cluster)).toHaveLength(1);
});

test("a task that throws ends a job without checkpoints and without a restart strategy", async () => {
  const { spoke } = running({ name: "a" });
  spoke.failTask(cluster, "java.lang.IllegalStateException: poison");
  expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "FAILED" }]);
});

test("a job with a restart strategy and without checkpoints begins again from nothing", () => {
  const { spoke, world } = running(
    { name: "a", configuration: { "restart-strategy.type": "fixed-delay" } },
    minutes(1),
  );
  spoke.failTask(cluster, "java.lang.IllegalStateException: poison");
  world.advance(seconds(3));
  expect(spoke.countOf(cluster)).toBeLessThan(30);
});

test("a cancelled job is CANCELLING for a while, and counts no more", async () => {
  const { spoke, world } = running({ name: "a" });
  await spoke.flink.cancel(at, job);
  expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "CANCELLING" }]);
  const count = spoke.countOf(cluster);
  world.advance(seconds(5));
  expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "CANCELED" }]);
  expect(spoke.incarnations(cluster)).toMatchObject([{ state: "CANCELED", endCount: count }]);
});

test("the world notices two jobs of one cluster that process at the same time", () => {
  const { spoke, world } = running({ name: "a" });
  const { metadata, ...first } = spoke.api.read({ kind: "Deployment", namespace, name: "a" });
  spoke.api.create({ ...first, metadata: { name: "again", namespace, labels: metadata.labels } });
  world.advance(seconds(30));
  expect(world.violations.join()).toContain(`job ${aJobId} processes while ${aJobId} does`);
});

test("two clusters may run jobs of the same id", () => {
  const { spoke, world } = running({ name: "a" });
  deploy(spoke, { name: "b" });
  world.advance(seconds(30));
  expect(world.violations).toEqual([]);
});
