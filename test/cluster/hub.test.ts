import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, onTestFailed, onTestFinished, test, vi } from "vitest";
import type { Told } from "../aws/support/hub.ts";
import { CountingJob } from "./support/countingJob.ts";
import { eventually } from "./support/eventually.ts";
import { fleetConfig, flinkFleet } from "./support/fleet.ts";
import { HubOnRig, roles } from "./support/hubOnRig.ts";
import { type ClusterName, kubectl } from "./support/rig.ts";

/** Printed by each run; given in the environment, the same is tried again. */
const seed = Number(process.env["FLEET_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const kills = 10;
const kill = fc.noBias(
  fc.record({
    victim: fc.constantFrom("reconcile", "reconcile", "trigger"),
    /** Milliseconds. */
    pause: fc.integer({ min: 100, max: 2000 }),
  }),
);
const spokes = ["east", "west"] as const;

let jobs: Readonly<Record<ClusterName, CountingJob>>;
let fleet: HubOnRig;

beforeAll(async () => {
  jobs = {
    east: await CountingJob.in({ cluster: "east", version: "v1_20", mode: "native" }),
    west: await CountingJob.in({ cluster: "west", version: "v2_1", mode: "standalone" }),
  };
  const config = await fleetConfig("hub");
  for (const spoke of spokes) {
    const where = ["--kubeconfig", config, "--context", spoke, "--namespace", jobs[spoke].namespace.name];
    const enrolled = await flinkFleet("enrol", "--apply", ...where);
    if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  }
  fleet = await HubOnRig.start(jobs);
});

afterAll(async () => {
  try {
    await Promise.all(spokes.map((spoke) => jobs[spoke].remove()));
  } finally {
    await fleet.close();
    vi.unstubAllEnvs();
  }
});

async function explain(): Promise<void> {
  process.stderr.write(`  again with FLEET_SEED=${seed}\n`);
  for (const spoke of spokes) {
    const { namespace } = jobs[spoke];
    process.stderr.write(await kubectl(spoke, "get", "flinkdep,pods,events", "-n", namespace.name));
    process.stderr.write(await kubectl(spoke, "get", "flinkdep", "-n", namespace.name, "-o", "yaml"));
  }
  for (const { settings, printed } of Object.values(fleet.hub.functions)) {
    process.stderr.write(`── ${settings.name}\n${printed.slice(-4000)}\n`);
  }
  process.stderr.write(`${JSON.stringify(await fleet.hub.told())}\n`);
}

const receipts = (change: string): Promise<readonly Told[]> => fleet.answers("change.completed", change);

/** Each of these clusters has told what became of the change. */
async function untilReceipts(change: string, of: readonly ClusterName[]): Promise<readonly Told[]> {
  const from = (told: readonly Told[]) => new Set(told.map(({ resources }) => resources.join().split("/")[0]));
  return eventually(
    `receipts of ${change}`,
    () => receipts(change),
    (told) => of.every((spoke) => from(told).has(spoke)),
    240,
  );
}

/** A receipt that is told more than once is the same each time. */
async function onePerCluster(change: string): Promise<readonly Told["detail"][]> {
  const told = await receipts(change);
  const byId = Map.groupBy(told, ({ detail }) => detail["receiptId"]);
  for (const same of byId.values()) for (const { detail } of same) expect(detail).toEqual(same[0]?.detail);
  expect(byId.size).toBe(spokes.length);
  return told.map(({ detail }) => detail);
}

/** One history of one job: nothing was lost, nothing counted twice, and each start went on from where the last run had ended. */
async function wentOnExactly(job: CountingJob, starts: number): Promise<void> {
  const runs = await job.runs();
  expect(await job.faults()).toEqual([]);
  expect(runs).toHaveLength(starts);
  expect(runs.slice(1).map(({ startTotal }) => startTotal)).toEqual(runs.slice(0, -1).map((run) => run.lastTotal));
  const { status } = await job.look();
  expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
}

describe("the hub on emulated AWS, with real API servers and real Flink", () => {
  test("a schedule brings up what is applied, whatever is wrong with other clusters", async () => {
    onTestFailed(explain);
    for (const spoke of spokes) await jobs[spoke].create();
    await Promise.all(spokes.map((spoke) => jobs[spoke].untilUp()));
    for (const spoke of spokes) await wentOnExactly(jobs[spoke], 1);
    const { statusCode, body } = await fleet.health();
    expect(statusCode).toBe(503);
    expect(body).toMatchObject({ spokes: { total: 5 }, resources: { total: 2, stuck: 0 }, deadLetters: 0 });
    const because = Object.fromEntries(body.spokes.stale.map((one) => [one.spoke, one.because]));
    expect(because).toEqual({
      forbidden: expect.stringMatching(
        /^flinkdeployments.* is forbidden: User "arn:aws:sts::333333333333:assumed-role/,
      ),
      slow: expect.any(String),
      down: expect.any(String),
    });
  });

  test("a change of CI is carried out once and answered once, however often it comes and whoever is killed", async () => {
    process.stderr.write(`  FLEET_SEED=${seed}\n`);
    onTestFailed(explain);
    for (const spoke of spokes) await jobs[spoke].untilCheckpoint();
    const change = { flinkConfiguration: { "pipeline.global-job-parameters": "build:1" } };
    for (let copy = 0; copy < 10; copy += 1) await fleet.request("redeploy.requested", "build-1", change);
    const { reconcile, trigger } = fleet.hub.functions;
    for (const { victim, pause } of fc.sample(kill, { seed, numRuns: kills })) {
      await sleep(pause);
      if (victim === "trigger") await trigger.killOne();
      else
        await eventually(
          "work to be interrupted",
          () => reconcile.killOne(),
          (was) => was,
        );
    }
    await untilReceipts("build-1", spokes);
    await Promise.all(spokes.map((spoke) => jobs[spoke].untilUp()));
    for (const spoke of spokes) {
      await wentOnExactly(jobs[spoke], 2);
      expect((await jobs[spoke].look()).metadata.generation).toBe(2);
    }
    for (const detail of await onePerCluster("build-1")) {
      expect(detail).toMatchObject({
        result: "succeeded",
        by: "ci",
        from: { generation: 1 },
        to: { generation: 2 },
        state: { kind: "savepoint", path: expect.stringContaining("/savepoints/") },
        downtimeSeconds: expect.any(Number),
      });
    }
  });

  test("a cluster that lets us in no more delays no other, is told of, and recovers", async () => {
    onTestFailed(explain);
    const { entries } = fleet.access.west;
    const entry = entries.get(roles.west);
    if (entry === undefined) throw new Error("west has an access entry");
    entries.delete(roles.west);
    onTestFinished(() => void entries.set(roles.west, entry));
    for (const spoke of spokes) await jobs[spoke].untilCheckpoint();
    await fleet.request("restart.requested", "restart-1");
    const [receipt] = await untilReceipts("restart-1", ["east"]);
    expect(receipt?.detail).toMatchObject({ resource: { spoke: "east" }, result: "succeeded" });
    const [refusal] = await fleet.answers("change.refused", "restart-1");
    expect(refusal?.detail).toMatchObject({
      resource: { spoke: "west" },
      because: expect.stringContaining("Unauthorized"),
    });
    await eventually(
      "health to tell of west",
      () => fleet.health(),
      ({ body }) => body.spokes.stale.some(({ spoke, because }) => spoke === "west" && because === "Unauthorized"),
    );
    await wentOnExactly(jobs.east, 3);
    await wentOnExactly(jobs.west, 2);
    entries.set(roles.west, entry);
    await fleet.request("restart.requested", "restart-1");
    await untilReceipts("restart-1", ["west"]);
    await eventually(
      "health to tell of west no more",
      () => fleet.health(),
      ({ body }) => body.spokes.stale.every(({ spoke }) => spoke !== "west"),
    );
    await jobs.west.untilUp();
    await wentOnExactly(jobs.east, 3);
    await wentOnExactly(jobs.west, 3);
    for (const detail of await onePerCluster("restart-1")) expect(detail).toMatchObject({ result: "succeeded" });
  });
});
