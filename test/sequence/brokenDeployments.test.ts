import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { Stage, expectStory } from "./support/stage.ts";
import { degraded, later, restart, stable, tellStories, type Story } from "./support/stories.ts";

const badImage = { image: "registry.invalid/does-not-exist:1" };
const badJar = { job: { jarURI: "local:///opt/flink/usrlib/does-not-exist.jar" } };
const goodJar = { job: { jarURI: "local:///opt/flink/examples/streaming/TopSpeedWindowing.jar" } };

const corrected = (called: string, wanted: Story["wanted"], bad: object, good: object): Story => ({
  called,
  ...(wanted === undefined ? {} : { wanted }),
  act: async (stage) => {
    stage.edit("broken", bad as Readonly<Record<string, unknown>>);
    await later(stage);
    stage.edit("corrected", good as Readonly<Record<string, unknown>>);
    await later(stage, minutes(2));
  },
  ends: stable,
});

tellStories("brokenDeployments", [
  corrected("a bad image by savepoint", {}, badImage, { image: "flink:1.20.1" }),
  corrected("a bad image by last-state", { upgradeMode: "last-state" }, badImage, { image: "flink:1.20.1" }),
  corrected("a bad image by savepoint, without HA", { ha: false }, badImage, { image: "flink:1.20.1" }),
  corrected("a bad image by last-state, without HA", { ha: false, upgradeMode: "last-state" }, badImage, {
    image: "flink:1.20.1",
  }),
  corrected("a bad image, standalone", { mode: "standalone" }, badImage, { image: "flink:1.20.1" }),
  corrected("a bad jar by savepoint", {}, badJar, goodJar),
  corrected("a bad jar by last-state", { upgradeMode: "last-state" }, badJar, goodJar),
  corrected("a bad jar by savepoint, without HA", { ha: false }, badJar, goodJar),
  {
    called: "what does not come up in time is told of with advice",
    act: async (stage) => {
      stage.edit("an image that does not exist", badImage);
      await stage.passFor(minutes(7), seconds(10));
    },
    ends: degraded("NotReadyInTime"),
  },
  {
    called: "pods that a quota refuses in the middle of an upgrade",
    act: async (stage) => {
      stage.scene.spoke.podsRefused = "exceeded quota";
      restart(stage);
      await later(stage);
      stage.scene.tell("raise   the quota");
      stage.scene.spoke.podsRefused = undefined;
      await later(stage, minutes(2));
    },
    ends: stable,
  },
]);

test("a first deployment that never came up is corrected", async () => {
  const stage = new Stage();
  stage.edit("an image that does not exist", badImage);
  await later(stage);
  stage.edit("a good image", { image: "flink:1.20" });
  await later(stage);
  await expectStory(stage, "brokenDeployments/a-first-deployment");
  expect(stage.status).toMatchObject(stable);
});

test("a first deployment from a savepoint that never came up is corrected, and starts from it", async () => {
  const path = "s3://flink/elsewhere/savepoint-a";
  const stage = new Stage({ job: { initialSavepointPath: path } });
  const place = { path, cluster: "elsewhere", isSavepoint: true, addressable: true, count: 5000, id: 7 };
  stage.scene.spoke.putSnapshot({
    ...place,
    jobId: "ab".repeat(16) as never,
    flinkVersion: "v1_20",
    createdAt: stage.scene.world.clock.now(),
  });
  stage.edit("an image that does not exist", badImage);
  await later(stage);
  stage.edit("a good image", { image: "flink:1.20" });
  await later(stage);
  await expectStory(stage, "brokenDeployments/a-first-deployment-from-a-savepoint");
  expect(stage.runs.map(({ restoredCount }) => restoredCount)).toEqual([5000]);
});
