import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { events } from "./support/snapshots.ts";
import { running, type Stage } from "./support/stage.ts";
import { degraded, later, redeploy, stable } from "./support/stories.ts";

function killJobManager(stage: Stage): void {
  stage.scene.tell("kill    the JobManager's process");
  for (const { metadata } of stage.scene.spoke.api.list("Pod").items) {
    const { labels = {}, namespace = "default", name } = metadata;
    if (labels["component"] === "jobmanager") stage.scene.spoke.killProcess({ namespace, name });
  }
}

const wanted = {
  ha: false,
  upgradeMode: "last-state",
  configuration: { "execution.checkpointing.interval": "30 s" },
} as const;

test.for([
  { when: "minutes after its start", after: minutes(7) },
  { when: "soon after its first checkpoint", after: seconds(60) },
])("without HA a job that has begun again is told of at once: $when", async ({ after }) => {
  const stage = await running(wanted);
  await stage.passFor(after, seconds(10));
  killJobManager(stage);
  await stage.passFor(seconds(40), seconds(2));
  expect(stage.status).toMatchObject({ ...degraded("StartedOver"), ...stable });
  expect(events(stage, "StartedOver")).toHaveLength(1);
});

test("it is told once, and then quietly", async () => {
  const stage = await running(wanted);
  await stage.passFor(minutes(7), seconds(10));
  killJobManager(stage);
  await stage.passFor(seconds(40), seconds(2));
  const version = stage.scene.resource(stage.name).metadata.resourceVersion;
  await stage.passFor(seconds(20), seconds(5));
  expect(stage.scene.resource(stage.name).metadata.resourceVersion).toBe(version);
});

test("the answer that it names works", async () => {
  const stage = await running(wanted);
  await stage.passFor(minutes(7), seconds(10));
  const newest = stage.scene.spoke.snapshots.at(-1);
  killJobManager(stage);
  await stage.passFor(seconds(40), seconds(2));
  redeploy(stage, newest?.path ?? "");
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expect(stage.status).not.toMatchObject(degraded("StartedOver"));
  expect(stage.runs.at(-1)).toMatchObject({ restoredFrom: newest?.path });
});

test("it is told until the job has caught up", async () => {
  const stage = await running(wanted);
  await stage.passFor(minutes(3), seconds(10));
  killJobManager(stage);
  await stage.passFor(seconds(40), seconds(5));
  expect(stage.status).toMatchObject(degraded("StartedOver"));
  await stage.passFor(minutes(6), seconds(10));
  expect(stage.status).not.toMatchObject(degraded("StartedOver"));
  expect(stage.status).toMatchObject(stable);
});

test("with HA there is nothing to tell", async () => {
  const stage = await running({ ...wanted, ha: true });
  await stage.passFor(minutes(7), seconds(10));
  killJobManager(stage);
  await stage.passFor(minutes(2), seconds(5));
  expect(stage.status).toMatchObject(stable);
  expect(events(stage, "StartedOver")).toEqual([]);
});
