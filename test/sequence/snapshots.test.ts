import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Fields } from "./support/application.ts";
import { options, resources, savepointInfo, savepoints, tellSnapshots, ways, type Way } from "./support/snapshots.ts";
import { expectStory, running, type Stage } from "./support/stage.ts";

const every = Object.keys(ways) as readonly Way[];

/** A job that runs, whose snapshots are kept in this way. */
const begun = (way: Way, configuration: Fields = {}): Promise<Stage> =>
  running({ configuration: { ...ways[way], ...options(configuration) } });

async function expectSnapshots(stage: Stage, story: string): Promise<void> {
  tellSnapshots(stage);
  await expectStory(stage, story);
}

describe.for(every)("snapshots kept as %s", (way) => {
  test("a nonce takes one savepoint, and the next nonce another", async () => {
    const stage = await begun(way);
    stage.edit("savepointTriggerNonce 1", { job: { savepointTriggerNonce: 1 } });
    await stage.passFor(minutes(1));
    expect(savepoints(stage)).toHaveLength(1);
    stage.edit("savepointTriggerNonce 2", { job: { savepointTriggerNonce: 2 } });
    await stage.passFor(minutes(1));
    expect(savepoints(stage)).toHaveLength(2);
    expect(stage.runs).toHaveLength(1);
    expect(stage.scene.resource("orders")["status"]).toMatchObject({ observedGeneration: 3, lifecycleState: "STABLE" });
    await expectSnapshots(stage, `snapshots-manual-savepoint-${way}`);
  });

  test("a nonce takes one checkpoint", async () => {
    const stage = await begun(way);
    stage.edit("checkpointTriggerNonce 7", { job: { checkpointTriggerNonce: 7 } });
    await stage.passFor(minutes(1));
    expect(savepoints(stage)).toEqual([]);
    expect(stage.scene.resource("orders")["status"]).toMatchObject({ observedGeneration: 2 });
    await expectSnapshots(stage, `snapshots-manual-checkpoint-${way}`);
  });

  test("an interval takes savepoints, and makes up once for what was missed", async () => {
    const stage = await begun(way, { "periodic.savepoint.interval": "10 min" });
    await stage.passFor(minutes(21), seconds(30));
    expect(savepoints(stage)).toHaveLength(2);
    stage.scene.tell("nobody looks for 35 minutes");
    stage.scene.world.advance(minutes(35));
    await stage.passFor(minutes(2), seconds(10));
    expect(savepoints(stage)).toHaveLength(3);
    await expectSnapshots(stage, `snapshots-interval-${way}`);
  });

  test("a cron expression takes savepoints, and makes up once for what the job missed", async () => {
    const stage = await begun(way, { "periodic.savepoint.interval": "0 0/10 * * * ?" });
    await stage.passFor(minutes(11), seconds(30));
    expect(savepoints(stage)).toHaveLength(1);
    stage.edit("suspended", { job: { state: "suspended" } });
    await stage.passFor(minutes(20), seconds(30));
    const [, ...stopped] = savepoints(stage);
    expect(stopped).toHaveLength(1);
    stage.edit("running", { job: { state: "running" } });
    await stage.passFor(minutes(3), seconds(10));
    expect(savepoints(stage)).toHaveLength(3);
    await expectSnapshots(stage, `snapshots-cron-${way}`);
  });

  test("as many are kept as may be, and the files of the others go", async () => {
    const stage = await begun(way, {
      "periodic.savepoint.interval": "5 min",
      "savepoint.history.max.count": "2",
      "savepoint.dispose-on-delete": "true",
    });
    await stage.passFor(minutes(22), seconds(20));
    expect(savepoints(stage)).toHaveLength(2);
    await expectSnapshots(stage, `snapshots-retention-${way}`);
  });

  test("the savepoint of an upgrade is kept", async () => {
    const stage = await begun(way);
    stage.edit("restartNonce 1", { restartNonce: 1 });
    await stage.passFor(minutes(2));
    expect(savepoints(stage)).toHaveLength(1);
    await expectSnapshots(stage, `snapshots-upgrade-${way}`);
  });

  test("a nonce that comes with a change of spec is answered once the new job runs", async () => {
    const stage = await begun(way);
    stage.edit("restartNonce 1, savepointTriggerNonce 1", { restartNonce: 1, job: { savepointTriggerNonce: 1 } });
    await stage.passFor(minutes(3));
    expect(savepoints(stage)).toHaveLength(2);
    expect(stage.runs).toHaveLength(2);
    await expectSnapshots(stage, `snapshots-nonce-and-upgrade-${way}`);
  });
});

test("what is under way in status is brought to its end when snapshots become resources, and its files still go", async () => {
  const stage = await begun("in-status");
  stage.edit("savepointTriggerNonce 1", { job: { savepointTriggerNonce: 1 } });
  await stage.scene.pass();
  expect(savepointInfo(stage)).toMatchObject({ triggerType: "MANUAL" });
  stage.edit("snapshot.resource.enabled", {
    flinkConfiguration: options({ "snapshot.resource.enabled": "true", "savepoint.history.max.age": "1 min" }),
  });
  await stage.passFor(minutes(1));
  expect(savepoints(stage)).toHaveLength(1);
  expect(resources(stage)).toEqual([]);
  stage.edit("savepointTriggerNonce 2", { job: { savepointTriggerNonce: 2 } });
  await stage.passFor(minutes(3));
  expect(resources(stage)).toHaveLength(1);
  expect(savepoints(stage)).toHaveLength(1);
  expect(savepointInfo(stage).savepointHistory).toEqual([]);
});
