import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Mode, UpgradeMode } from "./support/application.ts";
import { expectStory, running } from "./support/stage.ts";

const rollback = {
  "kubernetes.operator.deployment.rollback.enabled": "true",
  "kubernetes.operator.deployment.readiness.timeout": "1 min",
};
const badImage = { image: "registry.invalid/does-not-exist:1" };
const every = seconds(2);

test.for<{ readonly mode: Mode; readonly upgradeMode: UpgradeMode; readonly givenUp: readonly number[] }>([
  { mode: "native", upgradeMode: "savepoint", givenUp: [] },
  { mode: "native", upgradeMode: "last-state", givenUp: [] },
  { mode: "standalone", upgradeMode: "last-state", givenUp: [] },
  { mode: "native", upgradeMode: "stateless", givenUp: [1, 2] },
])(
  "$mode, $upgradeMode: a bad image is rolled back, and a good one goes forward",
  async ({ mode, upgradeMode, givenUp }) => {
    const stage = await running({ mode, upgradeMode, configuration: rollback });
    stage.edit("an image that does not exist", badImage);
    await stage.passFor(minutes(2), every);
    expect(stage.status).toMatchObject({ lifecycleState: "ROLLED_BACK", jobStatus: { state: "RUNNING" } });
    stage.edit("a good image", { image: "flink:1.20.1" });
    await stage.passFor(minutes(1), every);
    expect(stage.status.lifecycleState).toBe("STABLE");
    await expectStory(stage, `rollback-${mode}-${upgradeMode}`, givenUp);
  },
);
