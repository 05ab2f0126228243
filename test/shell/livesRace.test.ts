import { describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import type { Sweep } from "../../lib/shell/sweep.ts";
import type { Mode } from "../sequence/support/application.ts";
import { running, type Stage } from "../sequence/support/stage.ts";
import { isDone, lives, turnOf } from "./support/lives.ts";
import { HeldAfter } from "./support/turnstile.ts";

const modes: readonly Mode[] = ["native", "standalone"];

/** For how many passes of others a run is held: until the next one, some steps later, until all is done. */
const delays = [1, 4, 60];

/** A run that is held before a call, while others go on. */
class Slow {
  readonly held: HeldAfter;
  readonly #delay: number;
  #run: Promise<Sweep> | undefined;
  #since = 0;

  constructor(held: HeldAfter, delay: number) {
    this.held = held;
    this.#delay = delay;
  }

  get cameThatFar(): boolean {
    return this.#since > 0;
  }

  /** One pass, with whatever has to be done about the slow one; `undefined` when the pass itself has become slow. */
  async pass(stage: Stage, at: number): Promise<Sweep | undefined> {
    if (this.cameThatFar) {
      const swept = await stage.scene.pass();
      if (at - this.#since >= this.#delay) await this.end();
      return swept;
    }
    const run = stage.scene.pass(this.held.through);
    if ((await this.held.reachedOr(run)) === "ended") return run;
    this.#run = run;
    this.#since = at;
    return undefined;
  }

  async end(): Promise<void> {
    this.held.release();
    await this.#run;
    this.#run = undefined;
  }
}

async function passes(stage: Stage, slow: Slow): Promise<void> {
  const untilDone = async (): Promise<void> => {
    for (let pass = 1, quiet = 0; pass < 60 && quiet < 2; pass += 1) {
      const swept = await slow.pass(stage, pass);
      quiet = swept !== undefined && isDone(swept, stage) ? quiet + 1 : 0;
      stage.scene.world.advance(seconds(2));
    }
  };
  await untilDone();
  await slow.end();
  await untilDone();
}

// One write in nine in each mode, and not the same ones; all of them with EVERY=1.
const stride = Number(process.env["EVERY"] ?? 9);

describe.for(modes)("%s", (mode) => {
  test.for(lives)("$named: a run that is slow before one write after the other, in one life", async (life) => {
    const stage = await running({ ...life.wanted, mode });
    let turns = 0;
    for (let cameThatFar = true; cameThatFar; turns += 1) {
      const writes = turns * stride + (mode === "native" ? 0 : Math.floor(stride / 2));
      const slow = new Slow(new HeldAfter(writes, "writes"), delays[turns % delays.length] ?? 1);
      await turnOf(life, stage, turns + 1, async () => passes(stage, slow));
      ({ cameThatFar } = slow);
    }
    expect(turns * stride).toBeGreaterThan(12);
  });
});

/** What it read first is of before all that the others did, and what it reads then of after it. */
const halves = lives.filter(({ named }) => named === "savepoint upgrade" || named.endsWith("by last-state"));

describe.for(modes)("%s", (mode) => {
  test.for(halves)("$named: a run that is slow between two reads, until all is done", async (life) => {
    const stage = await running({ ...life.wanted, mode });
    let turns = 0;
    for (let cameThatFar = true; cameThatFar; turns += 1) {
      const calls = 1 + 2 * turns * stride + (mode === "native" ? 0 : stride);
      const slow = new Slow(new HeldAfter(calls), 60);
      await turnOf(life, stage, turns + 1, async () => passes(stage, slow));
      ({ cameThatFar } = slow);
    }
    expect(2 * turns * stride).toBeGreaterThan(30);
  });
});
