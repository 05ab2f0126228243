import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import type { FlinkDeployment } from "../../lib/api/resources/flinkDeployment.ts";
import { CountingJob, isUp } from "./support/countingJob.ts";
import { fleetConfig, flinkFleet, runFleet } from "./support/fleet.ts";
import { recordingsFile } from "./support/recordings.ts";

/** Printed by each run; given in the environment, the same points are tried again. */
const seed = Number(process.env["FLEET_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const kills = 50;
const patienceMs = 8 * 60_000;

let config: string;
let jobs: readonly CountingJob[];

beforeAll(async () => {
  config = await fleetConfig("killed");
  const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", config, "--all-contexts");
  if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  jobs = await Promise.all([
    CountingJob.in({ cluster: "east", version: "v1_20", mode: "standalone" }),
    CountingJob.in({ cluster: "west", version: "v2_1", mode: "native" }),
  ]);
  for (const job of jobs) await job.create();
  await untilUp();
});

afterAll(async () => {
  const fleet = runFleet(config);
  await Promise.all(jobs.map((job) => job.remove()));
  await fleet.stop();
});

async function untilUp(): Promise<void> {
  const fleet = runFleet(config);
  try {
    await Promise.all(jobs.map((job) => job.untilUp()));
  } finally {
    await fleet.stop();
  }
}

/** The next upgrade, as soon as the last one is through and there is newer state to lose; with a savepoint and without one by turns. */
async function upgradedFrom(job: CountingJob, { metadata, spec, status }: FlinkDeployment): Promise<boolean> {
  const last = (await job.runs()).at(-1);
  if (!isUp({ metadata, status }) || last === undefined || last.completed.length < 2) return false;
  const nonce = (spec.restartNonce ?? 0) + 1;
  await job.patch({ restartNonce: nonce, job: { upgradeMode: nonce % 2 === 1 ? "savepoint" : "last-state" } });
  return true;
}

/** There is more to be done than to wait for Flink to come up. */
function isBusy({ metadata, status }: FlinkDeployment): boolean {
  const { reconciliationStatus, observedGeneration, fleet } = status;
  const isThrough = reconciliationStatus?.state === "DEPLOYED" && fleet?.intent === undefined;
  return !isThrough || observedGeneration !== metadata.generation;
}

const look = (): Promise<readonly FlinkDeployment[]> => Promise.all(jobs.map((job) => job.look()));

async function killedAfter(pause: number): Promise<void> {
  const fleet = runFleet(config, "1s");
  await fleet.begun;
  await sleep(pause);
  await fleet.kill();
}

test(`our own process killed at ${kills} points of upgrades`, async () => {
  process.stderr.write(`  FLEET_SEED=${seed}\n`);
  onTestFailed(() => void process.stderr.write(`  again with FLEET_SEED=${seed}\n`));
  const pauses = [...fc.sample(fc.noBias(fc.integer({ min: 0, max: 1_500 })), { seed, numRuns: kills })];
  const end = performance.now() + patienceMs;
  let upgrades = 0;
  while (pauses.length > 0 && performance.now() < end) {
    for (const [index, seen] of (await look()).entries()) {
      if (jobs[index] !== undefined && (await upgradedFrom(jobs[index], seen))) upgrades += 1;
    }
    if ((await look()).some(isBusy)) await killedAfter(pauses.pop() ?? 0);
    else await flinkFleet("run", "--once", "--kubeconfig", config, "--all-contexts", "--record", recordingsFile());
    for (const job of jobs) expect(await job.faults()).toEqual([]);
  }
  process.stderr.write(`  ${kills - pauses.length} kills in ${upgrades} upgrades\n`);
  await untilUp();
  for (const job of jobs) {
    const { status } = await job.look();
    expect(await job.faults()).toEqual([]);
    expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
  }
  expect(pauses).toEqual([]);
});
