import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { Stage } from "./support/stage.ts";

test.for(["native", "standalone"] as const)(
  "%s: last-state of a job that has completed no checkpoint yet starts where that one started",
  async (mode) => {
    const stage = new Stage({
      mode,
      upgradeMode: "last-state",
      configuration: { "execution.checkpointing.interval": "1 h" },
    });
    await stage.passFor(seconds(40));
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(2), seconds(1));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(stage.runs.map(({ restore, state }) => ({ restore, state }))).toEqual([
      { restore: "nothing", state: "SUSPENDED" },
      { restore: "nothing", state: "RUNNING" },
    ]);
  },
);
