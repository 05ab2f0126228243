import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Wanted } from "./support/application.ts";
import { deleteResource, isThere } from "./support/deletions.ts";
import { expectStateKept, losses, running, type Stage } from "./support/stage.ts";
import { begun, inDoubt, later, putSavepoint, redeploy, restart, stable } from "./support/stories.ts";

const zooKeeper = { "high-availability.type": "zookeeper", "high-availability.zookeeper.quorum": "zk:2181" };
const root = (path: string) => ({ "high-availability.zookeeper.path.root": path });
const another = { image: "flink:1.20.1" };

const onZooKeeper = async (wanted: Wanted = {}): Promise<Stage> =>
  running({ ...wanted, configuration: { ...zooKeeper, ...wanted.configuration } });

/** The JobManager is gone before anybody looks again, and something else is asked for. */
async function lostAndChanged(stage: Stage, spec: object = another): Promise<void> {
  stage.deleteJobManager();
  stage.edit("changed", spec as Readonly<Record<string, unknown>>);
  await later(stage);
}

const jobs = ({ runs }: Stage): readonly string[] => runs.map(({ jobId }) => jobId);

test.for(["savepoint", "last-state"] as const)(
  "a changed spec of a job that runs is carried out (%s)",
  async (mode) => {
    const stage = await onZooKeeper({ upgradeMode: mode });
    stage.edit("another image", another);
    await later(stage);
    expect(stage.status).toMatchObject(stable);
    expectStateKept(stage);
    expect(new Set(jobs(stage)).size).toBe(2);
  },
);

test("a lost JobManager is recovered as it was", async () => {
  const stage = await onZooKeeper();
  stage.deleteJobManager();
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expectStateKept(stage);
  expect(new Set(jobs(stage)).size).toBe(1);
});

test.for(["savepoint", "last-state"] as const)("the old graph is not run for a new spec (%s)", async (mode) => {
  const stage = await onZooKeeper({ upgradeMode: mode });
  await lostAndChanged(stage);
  expect(stage.status).toMatchObject(inDoubt);
  expect(jobs(stage)).toHaveLength(1);
  stage.edit("back", { image: "flink:1.20" });
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  stage.edit("changed, now that it runs", another);
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expectStateKept(stage);
  expect(new Set(jobs(stage)).size).toBe(2);
});

test.for([
  { answer: "a named state", spec: (stage: Stage) => redeploy(stage, putSavepoint(stage)) },
  { answer: "none", spec: (stage: Stage) => stage.edit("stateless", { job: { upgradeMode: "stateless" } }) },
])("given up for $answer it goes on only where Flink does not find the old graph", async ({ spec }) => {
  const stage = await onZooKeeper();
  await lostAndChanged(stage);
  spec(stage);
  await later(stage);
  expect(stage.status).toMatchObject(inDoubt);
  expect(JSON.stringify(stage.status.conditions)).toContain("high-availability.zookeeper.path.root");
  expect(jobs(stage)).toHaveLength(1);
  stage.edit("another root", { flinkConfiguration: root("/flink/again") });
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expect(stage.scene.world.violations).toEqual([]);
  expect(losses(stage.runs, [1])).toEqual([]);
  expect(new Set(jobs(stage)).size).toBe(2);
});

test("another spec while the lost JobManager is recovered waits for it as well", async () => {
  const stage = await onZooKeeper();
  stage.deleteJobManager();
  await stage.passFor(seconds(0), seconds(1));
  stage.edit("changed", another);
  await later(stage, minutes(2));
  expect(stage.status).toMatchObject(inDoubt);
  expect(jobs(stage)).toHaveLength(1);
  stage.edit("back", { image: "flink:1.20" });
  await later(stage, minutes(2));
  expect(stage.status).toMatchObject(stable);
  expectStateKept(stage);
});

test("a JobManager that is lost in the middle of a stop is not followed by another job, and comes back with its spec", async () => {
  const stage = await onZooKeeper();
  restart(stage);
  await begun(stage);
  stage.deleteJobManager();
  await later(stage);
  expect(stage.status).toMatchObject(inDoubt);
  stage.edit("back", { restartNonce: null });
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expectStateKept(stage);
  expect(new Set(jobs(stage)).size).toBe(1);
});

test("a resource is deleted all the same", async () => {
  const stage = await onZooKeeper();
  await lostAndChanged(stage);
  deleteResource(stage);
  await later(stage);
  expect(isThere(stage)).toBe(false);
});
