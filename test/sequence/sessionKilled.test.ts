import { describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import { Crash, CrashAfter, HeldAfter } from "../shell/support/turnstile.ts";
import { Chance } from "./support/chance.ts";
import { SessionWalk, type SmallAct, type SmallSession } from "./support/sessionWalk.ts";
import { moves, onCluster, onJob } from "./support/sessionWalkActs.ts";

type Through = (spoke: Spoke) => Spoke;

const acts: Readonly<Record<string, SmallAct>> = {
  ...onCluster(),
  ...onCluster("other"),
  ...onJob("one"),
  ...onJob("two"),
  ...moves("one"),
  "another version": (walk) => walk.editCluster("Flink 2.1", { flinkVersion: "v2_1", image: "flink:2.1" }),
};

const small: SmallSession = {
  ha: true,
  upgradeMode: "savepoint",
  jobs: ["one", "two"],
  clusters: ["shared", "other"],
};
const noHa: SmallSession = { ...small, ha: false };
const lastState: SmallSession = { ...small, upgradeMode: "last-state" };

interface Life {
  readonly called: string;
  readonly small: SmallSession;
  readonly order: readonly string[];
}

const lives: readonly Life[] = [
  { called: "upgraded", small, order: ["restart one"] },
  { called: "upgraded by last-state", small: lastState, order: ["restart one"] },
  { called: "suspended and resumed", small, order: ["suspend one", "resume one"] },
  { called: "moved there and back", small, order: ["move one there", "move one back"] },
  { called: "deleted and made anew", small, order: ["delete one", "create one"] },
  { called: "its cluster made anew", small, order: ["restart shared"] },
  { called: "its cluster made anew without HA", small: noHa, order: ["restart shared"] },
  { called: "another version of its cluster", small: lastState, order: ["another version"] },
  { called: "its cluster lost", small, order: ["delete the Deployment of shared"] },
  { called: "all deleted", small, order: ["delete one", "delete shared", "delete two"] },
];

/** What dies in the middle of a list takes the whole pass with it. */
function unlessKilled(error: unknown): undefined {
  if (!(error instanceof Crash)) throw error;
}

async function pass(walk: SessionWalk, through?: Through): Promise<void> {
  await walk.stage.scene.pass(through).catch(unlessKilled);
  walk.stage.scene.world.advance(seconds(2));
}

function expectWell(walk: SessionWalk, what: string): void {
  const came = { broken: walk.broken(), stuck: walk.stuck() };
  expect(came, `${what}\n${walk.stage.scene.story}`).toEqual({ broken: [], stuck: [] });
}

/** One run dies on the way. */
async function killed({ small: of, order }: Life, crash: CrashAfter): Promise<SessionWalk> {
  const walk = new SessionWalk(of);
  await walk.stage.passFor(seconds(40), seconds(5));
  walk.stage.scene.beginStory();
  for (const name of order) {
    acts[name]?.(walk);
    for (let passes = 0; passes < 5; passes += 1) await pass(walk, crash.crashed ? undefined : crash.through);
  }
  for (let passes = 0; passes < 12; passes += 1) await pass(walk, crash.crashed ? undefined : crash.through);
  await walk.comesToRest();
  return walk;
}

// One write in so many, and not the same of each; all of them with EVERY=1.
const every = Number(process.env["EVERY"] ?? 30);

describe.for(lives)("$called", (life) => {
  test("though a run is killed after one write or the other", async () => {
    let writes = 1 + (life.called.length % Math.min(every, 12));
    for (let crashed = true; crashed; writes += every) {
      const crash = new CrashAfter(writes, "writes");
      const walk = await killed(life, crash);
      expectWell(walk, `killed after write ${writes}`);
      ({ crashed } = crash);
    }
    expect(writes).toBeGreaterThan(4);
  });
});

/** Runs that are held up, and go on when the world has changed under them. */
class Slow {
  readonly #held: HeldAfter[] = [];
  readonly #runs: Promise<unknown>[] = [];

  async begin(walk: SessionWalk, calls: number): Promise<void> {
    const held = new HeldAfter(calls);
    const run = walk.stage.scene.pass(held.through);
    await held.reachedOr(run);
    this.#held.push(held);
    this.#runs.push(run);
  }

  async release(): Promise<void> {
    for (const one of this.#held.splice(0)) one.release();
    await Promise.all(this.#runs.splice(0));
  }
}

async function mishap(walk: SessionWalk, chance: Chance, slow: Slow): Promise<void> {
  const what = chance.below(4);
  if (what === 0) await pass(walk, new CrashAfter(1 + chance.below(14)).through);
  if (what === 1) await slow.begin(walk, chance.below(14));
  if (what === 2) await slow.release();
}

/** All is wanted to be there and to run. */
async function healed(walk: SessionWalk, slow: Slow): Promise<void> {
  await slow.release();
  for (let passes = 0; passes < 20; passes += 1) await pass(walk);
  for (const cluster of walk.clusters) walk.createCluster(cluster);
  for (const job of walk.small.jobs) walk.editJob("running", { job: { state: "running" } }, job);
  await walk.comesToRest();
}

/** A walk is repeated with SEED=n, and more of them are taken with WALKS=n. */
const first = Number(process.env["SEED"] ?? 1);
const walks = Number(process.env["WALKS"] ?? 4);

test.for(Array.from({ length: walks }, (_, index) => first + index))(
  "walk %i: nothing is lost, runs twice or waits for ever",
  async (seed) => {
    const chance = new Chance(seed);
    const walk = new SessionWalk(chance.of([small, noHa, lastState]), seed);
    const slow = new Slow();
    await walk.stage.passFor(seconds(40), seconds(5));
    walk.stage.scene.beginStory();
    for (let step = 0; step < 20; step += 1) {
      const name = chance.of(Object.keys(acts));
      acts[name]?.(walk);
      await mishap(walk, chance, slow);
      for (let passes = chance.below(5); passes > 0; passes -= 1) await pass(walk);
      expect(walk.broken(), `SEED=${seed}\n${walk.stage.scene.story}`).toEqual([]);
    }
    await healed(walk, slow);
    expectWell(walk, `SEED=${seed}`);
  },
);
