import { describe, test } from "vitest";
import { minutes, seconds, type Millis } from "../../../lib/core/time.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import { Crash, CrashAfter, HeldAfter } from "../../shell/support/turnstile.ts";
import type { Wanted } from "./application.ts";
import { Chance } from "./chance.ts";
import { losses, running, type Stage } from "./stage.ts";

type Through = (spoke: Spoke) => Spoke;

/** What somebody wants of whoever looks after jobs, and what gets in the way of it. */
export interface Ask {
  readonly wants: string;
  readonly wanted?: Wanted;
  /** Each may come before any other, and at any moment. */
  readonly happens: readonly ((play: Play) => void)[];
  /** The last word, after all that. */
  readonly lastly?: (play: Play) => void;
  /** May stand between every pass and the spoke. */
  readonly through?: Through;
  /** What is true after every pass. */
  readonly always?: (play: Play) => void;
  /** What it comes to in the end, in whatever order. */
  readonly comes: (stage: Stage) => void;
  /** How often it is looked at, and for how long; every two seconds, and for six minutes. */
  readonly every?: Millis;
  readonly within?: Millis;
}

const same: Through = (spoke) => spoke;

/** One life in one world. */
export class Play {
  readonly stage: Stage;
  readonly #ask: Ask;
  #givenUpFrom: number | undefined;

  constructor(ask: Ask, stage: Stage) {
    this.#ask = ask;
    this.stage = stage;
  }

  /** Before anything was given up. */
  get heldRuns(): Stage["runs"] {
    return this.stage.runs.slice(0, this.#givenUpFrom);
  }

  /** From here on the user has said what to start from: which starts may be older is for `comes` to say. */
  giveUp(): void {
    this.#givenUpFrom ??= this.stage.runs.length;
  }

  async pass(through: Through = same): Promise<void> {
    const inTheWay = this.#ask.through ?? same;
    await this.stage.scene.pass((spoke) => through(inTheWay(spoke))).catch(unlessKilled);
    this.#invariants();
    this.stage.scene.world.advance(this.#ask.every ?? seconds(2));
  }

  async passes(count: number, through?: () => Through): Promise<void> {
    for (let pass = 0; pass < count; pass += 1) await this.pass(through?.());
  }

  /** Looks again until what was wanted has come, and stays so for some looks. */
  async comes(through?: () => Through): Promise<void> {
    const { every = seconds(2), within = minutes(6), comes } = this.#ask;
    for (let left = within / every, held = 0; held < 3; left -= 1) {
      await this.pass(through?.());
      held = this.#holds(left <= 0) ? held + 1 : 0;
    }
    comes(this.stage);
  }

  #holds(isLast: boolean): boolean {
    try {
      this.#ask.comes(this.stage);
      return true;
    } catch (error) {
      if (isLast) throw new Error(this.stage.scene.story, { cause: error });
      return false;
    }
  }

  #invariants(): void {
    const { scene } = this.stage;
    const broken = [...scene.world.violations, ...losses(this.heldRuns)];
    if (broken.length > 0) throw new Error(`${broken.join("\n")}\n${scene.story}`);
    this.#ask.always?.(this);
  }
}

/** What dies in the middle of a list takes the whole pass with it. */
function unlessKilled(error: unknown): undefined {
  if (!(error instanceof Crash)) throw error;
}

/** In the order in which it mostly happens; one run dies on the way. */
async function killed(ask: Ask, crash: CrashAfter): Promise<void> {
  const play = new Play(ask, await running(ask.wanted));
  const through = (): Through => (crash.crashed ? same : crash.through);
  for (const happening of ask.happens) {
    happening(play);
    await play.passes(4, through);
  }
  ask.lastly?.(play);
  await play.comes(through);
}

/** In another order and at other times; one run is slow all the while. */
async function shuffled(ask: Ask, seed: number): Promise<void> {
  const chance = new Chance(seed);
  const play = new Play(ask, await running(ask.wanted));
  const held = new HeldAfter(chance.below(12));
  const begins = chance.below(ask.happens.length);
  let slow: Promise<unknown> = Promise.resolve();
  for (const [index, happening] of chance.shuffled(ask.happens).entries()) {
    happening(play);
    if (index === begins) {
      slow = play.stage.scene.pass((spoke) => held.through((ask.through ?? same)(spoke)));
      await held.reachedOr(slow);
    }
    await play.passes(chance.below(7));
  }
  await play.passes(chance.below(20));
  ask.lastly?.(play);
  await play.passes(chance.below(3));
  held.release();
  await slow;
  await play.comes();
}

/** A walk is repeated with SEED=n, and more of them are taken with WALKS=n. */
const first = Number(process.env["SEED"] ?? 1);
const walks = Number(process.env["WALKS"] ?? 1);
// One write in forty, and not the same of each; all of them with EVERY=1.
const stride = Number(process.env["EVERY"] ?? 40);

export function tellAsks(asks: readonly Ask[]): void {
  describe.for(asks)("$wants", (ask) => {
    test("whatever comes first", async () => {
      for (let seed = first; seed < first + walks; seed += 1) {
        await shuffled(ask, seed).catch((error: unknown) => {
          throw new Error(`SEED=${seed}`, { cause: error });
        });
      }
    });

    test("though runs are killed", async () => {
      for (
        let writes = 1 + ((ask.wants.length * 7) % Math.min(stride, 12)), crashed = true;
        crashed;
        writes += stride
      ) {
        const crash = new CrashAfter(writes, "writes");
        await killed(ask, crash).catch((error: unknown) => {
          throw new Error(`killed after write ${writes}`, { cause: error });
        });
        ({ crashed } = crash);
      }
    });
  });
}
