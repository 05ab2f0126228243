import { expect, test } from "vitest";
import { minutes } from "../../lib/core/time.ts";
import { deleteResource, isGone, savepointOnDeletion } from "./support/deletions.ts";
import { expectStateKept, running, Stage } from "./support/stage.ts";
import { degraded, later } from "./support/stories.ts";

const badImage = { image: "registry.invalid/does-not-exist:1" };
const configuration = savepointOnDeletion(true);

test.for([{ ha: true }, { ha: false }])(
  "a first deployment that never came up goes at once, savepoint or not (HA: $ha)",
  async (parts) => {
    const stage = new Stage({ configuration, ...parts });
    stage.edit("an image that does not exist", badImage);
    await later(stage);
    deleteResource(stage);
    await later(stage);
    isGone(stage);
  },
);

test.for([{ upgradeMode: "savepoint" }, { upgradeMode: "last-state", ha: false }] as const)(
  "an upgrade ($upgradeMode) that never came up goes at once: its state lies in a file that stays",
  async (parts) => {
    const stage = await running({ configuration, ...parts });
    stage.edit("an image that does not exist", badImage);
    await later(stage);
    deleteResource(stage);
    await later(stage);
    isGone(stage);
    expectStateKept(stage);
    expect(stage.scene.spoke.snapshots.length).toBeGreaterThan(0);
  },
);

test("an upgrade by HA metadata that never came up is not taken away with the pointer to its state", async () => {
  const stage = await running({ configuration, upgradeMode: "last-state" });
  stage.edit("an image that does not exist", badImage);
  await later(stage);
  deleteResource(stage);
  await later(stage, minutes(2));
  expect(stage.status).toMatchObject(degraded("SavepointOnDeletionBlocked"));
  stage.edit("no savepoint on deletion", { flinkConfiguration: savepointOnDeletion(false) });
  await later(stage, minutes(2));
  isGone(stage);
});
