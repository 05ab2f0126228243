import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { type Act, deployed, recoveries, upgrades } from "./support/acts.ts";
import { CountingJob } from "./support/countingJob.ts";
import { fleetConfig, flinkFleet, runFleet, type RunningFleet } from "./support/fleet.ts";
import { handEdits } from "./support/handEdits.ts";
import { mishaps } from "./support/mishaps.ts";
import { kubectl } from "./support/rig.ts";
import { waves } from "./support/waves.ts";

interface Lives {
  readonly wave: keyof typeof waves;
  readonly acts: readonly Act[];
}

/** An act goes by Flink's version or by the mode, not by both: either wave has both versions and both modes. */
const lives: readonly Lives[] = [
  { wave: "Flink 1.20 native, 2.1 standalone", acts: [deployed, ...upgrades, ...mishaps] },
  // Its upgrades with a savepoint and with the last state are those of killed.test.ts.
  { wave: "Flink 1.20 standalone, 2.1 native", acts: [deployed, ...handEdits, ...recoveries] },
];

let fleet: RunningFleet;

beforeAll(async () => {
  const config = await fleetConfig("upgrade");
  const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", config, "--all-contexts");
  if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  fleet = runFleet(config);
});

afterAll(() => fleet.stop());

/** Where a wait ended badly, what was printed and what the clusters show is all there is to go by. */
async function explain(jobs: readonly CountingJob[]): Promise<void> {
  process.stderr.write(fleet.printed().split("\n").slice(-40).join("\n"));
  for (const { kind, namespace } of jobs) {
    const shown = "flinkdep,deployments,pods,configmaps,events";
    process.stderr.write(await kubectl(kind.cluster, "get", shown, "-n", namespace.name));
    process.stderr.write(await kubectl(kind.cluster, "get", "flinkdep", "-n", namespace.name, "-o", "yaml"));
  }
}

/** Whatever happens to it, nothing is lost and nothing runs twice. */
describe.for(lives)("the life of a job: $wave", ({ wave, acts }) => {
  let jobs: readonly CountingJob[];

  beforeAll(async () => {
    jobs = await Promise.all(waves[wave].map((kind) => CountingJob.in(kind)));
  });
  afterAll(async () => {
    await Promise.all(jobs.map((job) => job.remove()));
  });

  test.for(acts)("$act", async ({ act, does }) => {
    onTestFailed(() => explain(jobs));
    await Promise.all(
      jobs.map(async (job) => {
        const start = performance.now();
        await does(job);
        const took = ((performance.now() - start) / 1000).toFixed(1);
        process.stderr.write(`  ${took.padStart(6)} s  ${job.kind.mode}: ${act}\n`);
      }),
    );
    for (const job of jobs) expect(await job.faults()).toEqual([]);
  });
});
