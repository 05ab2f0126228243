import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../lib/core/time.ts";
import { everyPair, interleaved } from "../support/pairs.ts";
import { Crash, CrashAfter } from "../support/turnstile.ts";
import { Stage } from "./support/stage.ts";

const versions = { "1.14": { flinkVersion: "v1_14", image: "flink:1.14" }, "2.1": {} } as const;
type Version = keyof typeof versions;

// One pair in 21, and not the same ones for each first, and a crash after one call in three; all of them with EVERY=1.
const stride = Number(process.env["EVERY"] ?? 21);
const every = Math.min(3, stride);

function unlessKilled(error: unknown): void {
  if (!(error instanceof Crash)) throw error;
}

/** Passes of which one dies after so many calls; every few seconds one, as long as it takes. */
async function passes(stage: Stage, crash: CrashAfter): Promise<void> {
  for (let pass = 0; pass < 8 && !crash.crashed; pass += 1) {
    await stage.pass(crash.through).catch(unlessKilled);
    stage.world.advance(seconds(2));
  }
  await stage.passFor(minutes(2));
}

async function sweepOfCrashes(live: (crash: CrashAfter) => Promise<void>): Promise<number> {
  for (let calls = 1; ; calls += every) {
    const crash = new CrashAfter(calls);
    await live(crash);
    if (!crash.crashed) return calls - 1;
  }
}

describe.for(Object.keys(versions) as readonly Version[])("Flink %s", { timeout: 240_000 }, (version) => {
  test("a crash after any call takes no second savepoint and loses none", async () => {
    const crashes = await sweepOfCrashes(async (crash) => {
      const stage = await new Stage().begin(versions[version]);
      stage.ask("now");
      await passes(stage, crash);
      expect(stage.status("now")).toMatchObject({ state: "COMPLETED", path: stage.savepoints[0] });
      expect(stage.savepoints).toHaveLength(1);
    });
    expect(crashes).toBeGreaterThan(20);
  });

  test("a crash after any call of a deletion leaves neither files nor the resource", async () => {
    const crashes = await sweepOfCrashes(async (crash) => {
      const stage = await new Stage().begin(versions[version]);
      stage.ask("now");
      await stage.passFor(minutes(1));
      stage.delete("now");
      await passes(stage, crash);
      expect(stage.snapshot("now")).toBeUndefined();
      expect(stage.savepoints).toEqual([]);
    });
    expect(crashes).toBeGreaterThan(5);
  });

  test("two runs at once, interleaved at pairs of awaits, take one savepoint", async () => {
    const pairs = await everyPair(stride, async (pair, what) => {
      const stage = await new Stage().begin(versions[version]);
      stage.ask("now");
      const came = await interleaved((through) => stage.pass(through), pair);
      await stage.passFor(seconds(50), seconds(10));
      expect(stage.status("now"), what).toMatchObject({ state: "COMPLETED", path: stage.savepoints[0] });
      expect(stage.savepoints, what).toHaveLength(1);
      return came;
    });
    expect(pairs).toBeGreaterThan(50 / stride);
  });
});
