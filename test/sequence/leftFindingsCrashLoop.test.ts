import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { expectStateKept, running, Stage } from "./support/stage.ts";
import { degraded, inDoubt, later, redeploy, stable } from "./support/stories.ts";

const podsOf = ({ scene, name }: Stage) =>
  scene.spoke.api
    .list("Pod")
    .items.filter(({ metadata }) => metadata.labels?.["app"] === name && metadata.labels["component"] === "jobmanager");

const runs = (pod: object, image: string): boolean => JSON.stringify(pod).includes(`"image":"${image}"`);
const isReady = (pod: object): boolean => JSON.stringify(pod).includes('"ready":true');

/** The JobManager dies as soon as it is up, so often that it backs off for long. */
async function crashLoop(stage: Stage, image = "flink:1.20", times = 5): Promise<void> {
  stage.scene.tell("crash   the JobManager, again and again");
  for (let crashes = 0, waited = 0; crashes < times && waited < 2000; waited += 1) {
    stage.scene.world.advance(seconds(1));
    const [pod] = podsOf(stage);
    if (pod === undefined || !runs(pod, image) || !isReady(pod)) {
      await stage.scene.pass();
      continue;
    }
    stage.scene.spoke.killProcess({ namespace: "default", name: pod.metadata.name });
    crashes += 1;
  }
  await stage.scene.pass();
}

test.for([
  { upgradeMode: "savepoint", ha: false },
  { upgradeMode: "last-state", ha: false },
  { upgradeMode: "savepoint", ha: false, mode: "standalone" },
] as const)("a spec that crashes as soon as it is up is corrected at once ($upgradeMode, $mode)", async (wanted) => {
  const stage = await running(wanted);
  stage.edit("one that crashes", { image: "flink:1.20.1" });
  await crashLoop(stage, "flink:1.20.1");
  stage.edit("corrected", { image: "flink:1.20.2" });
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expectStateKept(stage);
  expect(stage.runs.at(-1)).toMatchObject({ restore: "path" });
});

test("a first spec that crashes as soon as it is up is corrected as often as it takes", async () => {
  const stage = new Stage({ ha: false });
  await crashLoop(stage);
  stage.edit("as bad", { image: "flink:1.20.1" });
  await crashLoop(stage, "flink:1.20.1");
  stage.edit("corrected", { image: "flink:1.20.2" });
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expectStateKept(stage);
});

test("a job that has run and crashes from then on is asked about at once, and the answer is heard", async () => {
  const stage = await running({ ha: false });
  // So that the journal knows a checkpoint.
  await stage.passFor(minutes(6), seconds(10));
  await crashLoop(stage);
  stage.edit("corrected", { image: "flink:1.20.2" });
  await later(stage, seconds(10));
  expect(stage.status).toMatchObject(inDoubt);
  expect(stage.status).toMatchObject(degraded("StateInDoubt"));
  // What is named may be gone by now, as Flink keeps one: the newest lies beside it.
  const { path } = (stage.status.fleet ?? {})["state"] as { readonly path: string };
  const directory = path.slice(0, path.lastIndexOf("/"));
  expect(JSON.stringify(stage.status.conditions)).toContain(path);
  const newest = stage.scene.spoke.snapshots.findLast((one) => one.path.startsWith(directory));
  redeploy(stage, newest?.path ?? "");
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expect(stage.runs.at(-1)).toMatchObject({ restore: "path", restoredFrom: newest?.path });
  expectStateKept(stage);
});
