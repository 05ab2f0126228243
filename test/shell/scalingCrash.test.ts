import { describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import type { Wanted } from "../sequence/support/application.ts";
import { expectStateKept, running, type Stage } from "../sequence/support/stage.ts";
import { Crash, CrashAfter, HeldAfter } from "./support/turnstile.ts";

const adaptive = { "jobmanager.scheduler": "adaptive" };
const lives: readonly (readonly [string, Wanted])[] = [
  ["native-adaptive", { mode: "native", configuration: adaptive }],
  ["standalone-adaptive", { mode: "standalone", configuration: adaptive }],
  ["standalone-reactive", { mode: "standalone", configuration: { "scheduler-mode": "reactive" } }],
];

function unlessKilled(error: unknown): void {
  if (!(error instanceof Crash)) throw error;
}

/** The Ingress comes and goes with it, so that it is the last thing to be done. */
function scale(stage: Stage, parallelism: number): void {
  const ingress = parallelism === 2 ? null : { template: "flink.example.com/{{name}}" };
  stage.edit(`parallelism ${parallelism}`, { job: { parallelism }, ingress });
}

async function expectSize({ scene, status }: Stage, parallelism: number): Promise<void> {
  expect(status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
  expect(status.fleet).not.toHaveProperty("inPlace");
  const at = { namespace: "default", service: "orders-rest", scheme: "http" } as const;
  const vertices = await scene.spoke.flink.vertices(at, status.jobStatus?.["jobId"] as never);
  expect(vertices.map((vertex) => vertex.parallelism)).toEqual([parallelism, parallelism]);
  expect(scene.names("Ingress")).toEqual(parallelism === 2 ? [] : ["orders"]);
}

describe.for(lives)("%s", { timeout: 120_000 }, ([, wanted]) => {
  test("a scaling survives a crash after any write", async () => {
    const stage = await running(wanted);
    let writes = 0;
    for (let crashed = true; crashed; writes += 1) {
      const crash = new CrashAfter(writes + 1, "writes");
      const parallelism = writes % 2 === 0 ? 6 : 2;
      scale(stage, parallelism);
      for (let pass = 0; pass < 10; pass += 1) {
        await stage.scene.pass(crash.crashed ? undefined : crash.through).catch(unlessKilled);
        stage.scene.world.advance(seconds(5));
      }
      ({ crashed } = crash);
      await stage.passFor(seconds(20));
      await expectSize(stage, parallelism);
    }
    // The announcement, its events, an effect, the Ingress and the record.
    expect(writes).toBeGreaterThan(5);
    expect(stage.runs).toHaveLength(1);
  });

  test("a scaling that is taken back after a crash at any write leaves nothing behind", async () => {
    const stage = await running(wanted);
    let writes = 0;
    for (let crashed = true; crashed; writes += 1) {
      const crash = new CrashAfter(writes + 1, "writes");
      scale(stage, 6);
      for (let pass = 0; pass < 10 && !crash.crashed; pass += 1) {
        await stage.scene.pass(crash.through).catch(unlessKilled);
        stage.scene.world.advance(seconds(5));
      }
      ({ crashed } = crash);
      scale(stage, 2);
      await stage.passFor(seconds(60));
      await expectSize(stage, 2);
    }
    expect(writes).toBeGreaterThan(5);
    expect(stage.runs).toHaveLength(1);
    expectStateKept(stage);
  });

  // Flink cannot be told to take resource requirements only if nobody has set others meanwhile.
  test.skipIf(wanted.configuration === adaptive)("a run that is held up does no harm to a newer one", async () => {
    const stage = await running(wanted);
    let writes = 0;
    for (let held = "held"; held === "held"; writes += 1) {
      const old = new HeldAfter(writes, "writes");
      scale(stage, 6);
      const run = stage.scene.pass(old.through);
      held = await old.reachedOr(run);
      scale(stage, 4);
      await stage.passFor(seconds(60));
      old.release();
      await run;
      await stage.passFor(seconds(60));
      await expectSize(stage, 4);
      scale(stage, 2);
      await stage.passFor(seconds(60));
      await expectSize(stage, 2);
    }
    expect(writes).toBeGreaterThan(2);
    expect(stage.runs).toHaveLength(1);
  });
});
