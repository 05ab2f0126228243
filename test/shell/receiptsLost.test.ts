import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Sweep } from "../../lib/shell/sweep.ts";
import { SessionStage } from "../sequence/support/sessionStage.ts";
import { ask, type Asked, listening, receiptsOf, ToldScene } from "../sequence/support/told.ts";
import { Crash, CrashAfter, HeldAfter } from "./support/turnstile.ts";

/** A resource that runs, in a world in which somebody listens. */
interface Subject {
  readonly scene: ToldScene;
  readonly name: string;
  readonly kind: "FlinkDeployment" | "FlinkSessionJob";
}

/** Changes that are asked of it again and again in one world. */
interface Life {
  readonly named: string;
  readonly subject: () => Promise<Subject>;
  /** The changes of the n-th time (from 1), each asked for once the one before has its receipt, or all at once; and their results. */
  readonly changes: (turn: number) => readonly Asked[];
  readonly atOnce?: boolean;
  readonly results: readonly string[];
}

const rollback = {
  "kubernetes.operator.deployment.rollback.enabled": "true",
  "kubernetes.operator.deployment.readiness.timeout": "5 s",
};

async function application(configuration = {}): Promise<Subject> {
  const { scene, name } = await listening({ configuration });
  return { scene, name, kind: "FlinkDeployment" };
}

async function sessionJob(): Promise<Subject> {
  const scene = new ToldScene();
  const stage = new SessionStage({}, scene);
  await stage.passFor(seconds(50));
  expect(stage.status().jobStatus).toMatchObject({ state: "RUNNING" });
  return { scene, name: "counts", kind: "FlinkSessionJob" };
}

const redeploy = (id: string, restartNonce: number): Asked => ({ id, spec: { restartNonce } });
const switched = (id: string, state: "running" | "suspended"): Asked => ({
  id,
  action: state === "running" ? "resume" : "suspend",
  spec: { job: { state } },
});

const lives: readonly Life[] = [
  {
    named: "an application is redeployed",
    subject: application,
    changes: (turn) => [redeploy(`c${turn}`, turn)],
    results: ["succeeded"],
  },
  {
    named: "an application is suspended and resumed",
    subject: application,
    changes: (turn) => [switched(`s${turn}`, "suspended"), switched(`r${turn}`, "running")],
    results: ["succeeded", "succeeded"],
  },
  {
    named: "three changes of an application at once",
    subject: application,
    changes: (turn) => [redeploy(`a${turn}`, 2 * turn), { id: `b${turn}` }, redeploy(`c${turn}`, 2 * turn + 1)],
    atOnce: true,
    results: ["superseded", "unchanged", "succeeded"],
  },
  {
    named: "an application is rolled back",
    subject: () => application(rollback),
    changes: (turn) => [{ id: `c${turn}`, spec: { image: `registry.invalid/does-not-exist:${turn}` } }],
    results: ["failed"],
  },
  {
    named: "a session job is redeployed",
    subject: sessionJob,
    changes: (turn) => [redeploy(`c${turn}`, turn)],
    results: ["succeeded"],
  },
];

const outboxOf = ({ scene, kind, name }: Subject): unknown => {
  const { status } = scene.spoke.api.read({ kind, namespace: "default", name }) as unknown as {
    readonly status: { readonly fleet?: { readonly changes?: { readonly outbox: readonly unknown[] } } };
  };
  return status.fleet?.changes?.outbox;
};

const isQuiet = (swept: Sweep): boolean => swept.kind === "swept" && swept.results.every(({ wrote }) => !wrote);

type Pass = (scene: ToldScene) => Promise<Sweep | undefined>;

/** Passes until all of these have their receipts and nothing is left to be told. */
async function untilTold(ids: readonly string[], subject: Subject, pass: Pass): Promise<void> {
  const { scene } = subject;
  for (let passes = 0, quiet = 0; passes < 90 && quiet < 2; passes += 1) {
    const swept = await pass(scene);
    const told = receiptsOf(scene).filter(({ changeId }) => ids.includes(changeId));
    quiet = told.length === ids.length && swept !== undefined && isQuiet(swept) ? quiet + 1 : 0;
    scene.world.advance(seconds(2));
  }
}

/** One turn of a life: exactly one receipt for each change, whatever was lost on the way. */
async function turnOf(life: Life, subject: Subject, turn: number, pass: Pass): Promise<void> {
  const { scene } = subject;
  scene.beginStory();
  const changes = life.changes(turn);
  const rounds = life.atOnce === true ? [changes] : changes.map((change) => [change]);
  for (const round of rounds) {
    for (const change of round) ask(subject, change);
    await untilTold(
      round.map(({ id }) => id),
      subject,
      pass,
    );
  }
  const told = receiptsOf(scene);
  const came = changes.map(({ id }) => told.filter(({ changeId }) => changeId === id).map(({ result }) => result));
  expect(came, `turn ${turn}\n${scene.story}`).toEqual(life.results.map((result) => [result]));
  expect(outboxOf(subject), scene.story).toEqual([]);
  expect(scene.world.violations).toEqual([]);
}

/** What dies in the middle of a list takes the whole pass with it. */
function unlessKilled(error: unknown): undefined {
  if (!(error instanceof Crash)) throw error;
}

function killedAfter(crash: CrashAfter): Pass {
  return async (scene) => {
    scene.through = crash.crashed ? (bus) => bus : crash.toBus;
    return scene.pass(crash.crashed ? undefined : crash.through).catch(unlessKilled);
  };
}

/** For how many passes of others a run is held. */
const delays = [1, 4, 60];

/** One pass is held before a write, while others go on beside it. */
class Slow {
  readonly #held: HeldAfter;
  readonly #delay: number;
  #run: Promise<Sweep> | undefined;
  #passes = 0;
  cameThatFar = false;

  constructor(writes: number, delay: number) {
    this.#held = new HeldAfter(writes, "writes");
    this.#delay = delay;
  }

  readonly pass: Pass = async (scene) => {
    if (this.cameThatFar) {
      scene.through = (bus) => bus;
      const swept = await scene.pass();
      this.#passes += 1;
      if (this.#passes >= this.#delay) await this.end();
      return swept;
    }
    scene.through = this.#held.toBus;
    const run = scene.pass(this.#held.through);
    if ((await this.#held.reachedOr(run)) === "ended") return run;
    this.#run = run;
    this.cameThatFar = true;
    return undefined;
  };

  async end(): Promise<void> {
    this.#held.release();
    await this.#run;
    this.#run = undefined;
  }
}

// One write in nine, and not the same ones in each; all of them with EVERY=1.
const stride = Number(process.env["EVERY"] ?? 9);
const numbered = lives.map((life, index) => ({ ...life, offset: index % stride }));

describe("each change has one receipt", { timeout: 240_000 }, () => {
  test.for(numbered)("$named: killed after one write after the other", async (life) => {
    const subject = await life.subject();
    let turns = 0;
    for (let crashed = true; crashed; turns += 1) {
      const crash = new CrashAfter(1 + life.offset + turns * stride, "writes");
      await turnOf(life, subject, turns + 1, killedAfter(crash));
      ({ crashed } = crash);
    }
    // Claims, status, creations, events, puts, the outbox: fewer would mean that nothing was tried.
    expect(turns * stride).toBeGreaterThan(12);
  });

  test.for(numbered)("$named: a second run beside one that is slow before one write after the other", async (life) => {
    const subject = await life.subject();
    let turns = 0;
    for (let cameThatFar = true; cameThatFar; turns += 1) {
      const slow = new Slow(life.offset + turns * stride, delays[turns % delays.length] ?? 1);
      await turnOf(life, subject, turns + 1, slow.pass);
      await slow.end();
      await untilTold([], subject, async (scene) => scene.pass());
      ({ cameThatFar } = slow);
    }
    expect(turns * stride).toBeGreaterThan(12);
  });
});

describe("a resource that is deleted", { timeout: 240_000 }, () => {
  async function deleted(after: number): Promise<boolean> {
    const subject = await application();
    const { scene, name } = subject;
    ask(subject, redeploy("c1", 1));
    await scene.pass();
    scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
    const crash = new CrashAfter(after, "writes");
    const pass = killedAfter(crash);
    for (let passes = 0; passes < 60 && scene.names("FlinkDeployment").length > 0; passes += 1) {
      await pass(scene);
      scene.world.advance(seconds(2));
    }
    expect(scene.names("FlinkDeployment")).toEqual([]);
    expect(receiptsOf(scene).map(({ result }) => result)).toEqual(["failed"]);
    return crash.crashed;
  }

  test("killed after one write after the other, has its receipts told before it is gone", async () => {
    let after = 1;
    while (await deleted(after)) after += 1;
    expect(after).toBeGreaterThan(5);
  });

  test("waits two minutes for a bus that cannot be reached, and then goes", async () => {
    const subject = await application();
    const { scene, name } = subject;
    ask(subject, redeploy("c1", 1));
    await scene.pass();
    scene.bus.reachable = false;
    scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
    await scene.passFor(seconds(110), seconds(5));
    expect(scene.names("FlinkDeployment")).toEqual([name]);
    expect(scene.names("Deployment")).toEqual([]);
    await scene.passFor(seconds(30), seconds(5));
    expect(scene.names("FlinkDeployment")).toEqual([]);
  });

  test("is told of as soon as the bus is back", async () => {
    const subject = await application();
    const { scene, name } = subject;
    ask(subject, redeploy("c1", 1));
    await scene.pass();
    scene.bus.reachable = false;
    scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
    await scene.passFor(minutes(1), seconds(5));
    scene.bus.reachable = true;
    await scene.passFor(seconds(10), seconds(5));
    expect(scene.names("FlinkDeployment")).toEqual([]);
    expect(receiptsOf(scene)).toMatchObject([{ changeId: "c1", result: "failed" }]);
  });
});
