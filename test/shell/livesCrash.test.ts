import { describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import type { Mode } from "../sequence/support/application.ts";
import { running, type Stage } from "../sequence/support/stage.ts";
import { isDone, lives, turnOf } from "./support/lives.ts";
import { Crash, CrashAfter } from "./support/turnstile.ts";

const modes: readonly Mode[] = ["native", "standalone"];

/** Passes that die once, and others after them, until all is done. */
async function passes(stage: Stage, crash: CrashAfter): Promise<void> {
  for (let pass = 0, quiet = 0; pass < 60 && quiet < 2; pass += 1) {
    const swept = await stage.scene.pass(crash.crashed ? undefined : crash.through).catch(unlessKilled);
    quiet = swept !== undefined && isDone(swept, stage) ? quiet + 1 : 0;
    stage.scene.world.advance(seconds(2));
  }
}

/** What dies in the middle of a list takes the whole pass with it. */
function unlessKilled(error: unknown): undefined {
  if (!(error instanceof Crash)) throw error;
}

// One write in nine in each mode, and not the same ones; all of them with EVERY=1.
const stride = Number(process.env["EVERY"] ?? 9);

describe.for(modes)("%s", (mode) => {
  test.for(lives)("$named: killed after one write after the other, in one life", async (life) => {
    const stage = await running({ ...life.wanted, mode });
    let turns = 0;
    for (let crashed = true; crashed; turns += 1) {
      const crash = new CrashAfter(1 + turns * stride + (mode === "native" ? 0 : Math.floor(stride / 2)), "writes");
      await turnOf(life, stage, turns + 1, async () => passes(stage, crash));
      ({ crashed } = crash);
    }
    // Claims, status, deletions, creations, events: fewer would mean that nothing was swept.
    expect(turns * stride).toBeGreaterThan(12);
  });
});
