import { expect, test } from "vitest";
import { copyOf, later, restart, restore } from "./support/sessionActs.ts";
import { brokenIn } from "./support/sessionLosses.ts";
import { runningSession } from "./support/sessionStage.ts";

test("a status from a backup that is older than the job that runs loses nothing", async () => {
  const stage = await runningSession();
  const backup = copyOf(stage);
  restart(stage);
  await later(stage);
  restore(stage, backup);
  await later(stage);
  expect(brokenIn(stage), stage.scene.story).toEqual([]);
});

test("a status from a backup of the very job that runs changes nothing", async () => {
  const stage = await runningSession();
  const backup = copyOf(stage);
  await later(stage);
  restore(stage, backup);
  await later(stage);
  expect(brokenIn(stage)).toEqual([]);
  expect(stage.runs()).toHaveLength(1);
});
