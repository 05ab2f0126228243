import { expect, test } from "vitest";
import { minutes, seconds, type Millis } from "../../lib/core/time.ts";
import type { Sweep } from "../../lib/shell/sweep.ts";
import type { Wanted } from "../sequence/support/application.ts";
import { Chance } from "../sequence/support/chance.ts";
import { Scene } from "../sequence/support/scene.ts";
import { losses, Stage } from "../sequence/support/stage.ts";
import { Crash, CrashAfter, HeldAfter } from "./support/turnstile.ts";

const wanted: readonly Wanted[] = [
  { name: "orders", mode: "native", upgradeMode: "savepoint" },
  { name: "ledger", mode: "standalone", upgradeMode: "last-state" },
  // Its JobManager's pod is never killed: without HA Flink itself starts such a job from nothing.
  { name: "clicks", mode: "native", upgradeMode: "savepoint", ha: false },
];

const good = { image: "flink:1.20", logConfiguration: null };

interface Walk {
  readonly scene: Scene;
  readonly stage: Stage;
  readonly chance: Chance;
  readonly slow: Promise<Sweep>[];
  readonly held: HeldAfter[];
}

const isInDoubt = ({ status }: Stage): boolean =>
  (status.conditions ?? []).some(({ reason }) => reason === "StateInDoubt");

/** Another one at every edit. */
const nonceOf = ({ scene, name }: Stage): number => (scene.resource(name).metadata.generation ?? 0) + 1;

/** Users, and all that can go wrong. None of it gives a state up. */
const acts: Readonly<Record<string, (walk: Walk) => Promise<void> | void>> = {
  restart: ({ stage }) => stage.edit("another nonce", { restartNonce: nonceOf(stage) }),
  mode: ({ stage, chance }) => {
    const upgradeMode = chance.of(["savepoint", "last-state"]);
    stage.edit(upgradeMode, { restartNonce: nonceOf(stage), job: { upgradeMode } });
  },
  suspend: ({ stage }) => stage.edit("suspended", { job: { state: "suspended" } }),
  resume: ({ stage }) => stage.edit("running", { job: { state: "running" } }),
  badImage: ({ stage }) => stage.edit("an image that does not exist", { image: "registry.invalid/does-not-exist:1" }),
  goodImage: ({ stage }) => stage.edit("a good image", { image: "flink:1.20" }),
  invalid: ({ stage }) => stage.edit("invalid", { logConfiguration: { "x.properties": "" } }),
  valid: ({ stage }) => stage.edit("valid", { logConfiguration: null }),
  parallelism: ({ stage, chance }) => stage.edit("parallelism", { job: { parallelism: 1 + chance.below(3) } }),
  answer: ({ stage, scene }) => {
    const cluster = `default/${stage.name}`;
    const newest = scene.spoke.snapshots.findLast((one) => one.cluster === cluster);
    if (isInDoubt(stage) && newest !== undefined)
      stage.edit("from the newest", {
        job: { initialSavepointPath: newest.path, savepointRedeployNonce: nonceOf(stage) },
      });
  },
  killTaskManagers: ({ stage }) => stage.killPods("taskmanager"),
  killJobManager: ({ stage }) => {
    if (stage.name !== "clicks") stage.killPods("jobmanager");
  },
  deleteJobManager: ({ stage, scene }) => {
    if (scene.names("Deployment").includes(stage.name)) stage.deleteJobManager();
  },
  badSavepoint: ({ stage }) => stage.fateOfSavepoint({ kind: "fails", because: "java.io.IOException: disk full" }),
  silence: ({ scene }) => {
    scene.tell("close   the way to the pods");
    scene.spoke.flinkReachable = false;
  },
  sound: ({ scene }) => {
    scene.tell("open    the way to the pods");
    scene.spoke.flinkReachable = true;
  },
  outage: async ({ scene }) => {
    scene.tell("lose    the cluster for a pass");
    scene.spoke.reachable = false;
    await scene.pass();
    scene.spoke.reachable = true;
  },
  crash: async ({ scene, chance }) => {
    scene.tell("crash   a run");
    const { through } = new CrashAfter(1 + chance.below(12));
    await scene.pass(through).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  },
  slow: async ({ scene, chance, slow, held }) => {
    scene.tell("hold    a run");
    const one = new HeldAfter(chance.below(12));
    const run = scene.pass(one.through);
    await one.reachedOr(run);
    held.push(one);
    slow.push(run);
  },
  release: async (walk) => {
    walk.scene.tell("release the runs that are held");
    await released(walk);
  },
  jump: ({ scene }) => {
    scene.tell("nobody  looks for some minutes");
    scene.world.advance(minutes(7));
  },
  wait: async ({ stage }) => stage.passFor(seconds(40), seconds(5)),
};

async function released({ held, slow }: Pick<Walk, "held" | "slow">): Promise<void> {
  for (const one of held.splice(0)) one.release();
  await Promise.all(slow.splice(0));
}

async function walk(
  seed: number,
  steps: number,
): Promise<{ readonly scene: Scene; readonly stages: readonly Stage[] }> {
  const chance = new Chance(seed);
  const scene = new Scene(seed);
  const stages = wanted.map((one) => new Stage(one, scene));
  await scene.passFor(seconds(50));
  const shared = { scene, chance, slow: [], held: [] };
  const pauses: readonly Millis[] = [seconds(1), seconds(2), seconds(5), seconds(11)];
  for (let step = 0; step < steps; step += 1) {
    const act = chance.of(Object.keys(acts));
    await acts[act]?.({ ...shared, stage: chance.of(stages) });
    await scene.passFor(seconds(0), chance.of(pauses));
    for (const stage of stages) expectInvariants(stage, seed);
  }
  await healed(shared, stages);
  return { scene, stages };
}

/** All that is broken is repaired, and everything is wanted to run. */
async function healed(walk: Omit<Walk, "stage">, stages: readonly Stage[]): Promise<void> {
  walk.scene.tell("heal    everything");
  walk.scene.spoke.flinkReachable = true;
  await released(walk);
  for (const stage of stages) stage.edit("running, and good", { ...good, job: { state: "running" } });
  await walk.scene.passFor(minutes(12), seconds(10));
}

function expectInvariants({ scene, runs }: Stage, seed: number): void {
  expect(scene.world.violations, `seed ${seed}\n${scene.story}`).toEqual([]);
  expect(losses(runs), `seed ${seed}\n${scene.story}`).toEqual([]);
}

/** A walk is repeated with SEED=n, and more of them are taken with WALKS=n. */
const first = Number(process.env["SEED"] ?? 1);
const walks = Number(process.env["WALKS"] ?? 6);

test.for(Array.from({ length: walks }, (_, index) => first + index))(
  "walk %i: no state is lost, nothing runs twice, and all ends as it is wanted, or with a doubt that says what to do",
  async (seed) => {
    const { scene, stages } = await walk(seed, 40);
    for (const stage of stages) {
      expectInvariants(stage, seed);
      if (isInDoubt(stage)) continue;
      const what = `seed ${seed}, ${stage.name}\n${scene.story}`;
      expect(stage.status, what).toMatchObject({ jobStatus: { state: "RUNNING" }, lifecycleState: "STABLE" });
      expect(stage.status["observedGeneration" as never], what).toBe(scene.resource(stage.name).metadata.generation);
    }
  },
);
