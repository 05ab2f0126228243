import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { CountingJob, type Kind } from "./support/countingJob.ts";
import { fleetConfig, flinkFleet, runFleet } from "./support/fleet.ts";
import { kubectl } from "./support/rig.ts";

const waves: readonly (readonly Kind[])[] = [
  [
    { cluster: "east", version: "v1_20", mode: "native" },
    { cluster: "west", version: "v2_1", mode: "standalone" },
  ],
];

let fleet: ReturnType<typeof runFleet>;

beforeAll(async () => {
  const config = await fleetConfig("upgrade");
  const enrolled = await flinkFleet("enrol", "--apply", "--kubeconfig", config, "--all-contexts");
  if (enrolled.code !== 0) throw new Error(`enrol ended with ${enrolled.code}:\n${enrolled.out}`);
  fleet = runFleet(config);
});

afterAll(() => fleet.stop());

describe.for(
  waves.map((kinds) => ({ kinds, what: kinds.map(({ version, mode }) => `${version} ${mode}`).join(", ") })),
)("the life of a job: $what", ({ kinds }) => {
  let jobs: readonly CountingJob[];

  beforeAll(async () => {
    jobs = await Promise.all(kinds.map((kind) => CountingJob.in(kind)));
  });
  afterAll(async () => {
    await Promise.all(jobs.map((job) => job.remove()));
  });

  /** Where a wait ended badly, what was printed and what the cluster shows is all there is to go by. */
  function explain(): void {
    onTestFailed(async () => {
      process.stderr.write(fleet.printed().split("\n").slice(-40).join("\n"));
      for (const { kind, namespace } of jobs) {
        const kindsShown = "flinkdep,deployments,pods,events,configmaps";
        process.stderr.write(await kubectl(kind.cluster, "get", kindsShown, "-n", namespace.name));
        process.stderr.write(await kubectl(kind.cluster, "get", "flinkdep", "-n", namespace.name, "-o", "yaml"));
      }
    });
  }

  /** One act of the life, in all clusters side by side; whatever it does, nothing is lost and nothing runs twice. */
  function act(name: string, does: (job: CountingJob) => Promise<void>): void {
    test(name, async () => {
      explain();
      await Promise.all(
        jobs.map(async (job) => {
          const start = performance.now();
          await does(job);
          process.stderr.write(`  ${job.kind.mode} ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
        }),
      );
      for (const job of jobs) expect(await job.faults()).toEqual([]);
    });
  }

  act("first deployment", async (job) => {
    await job.create();
    const { status } = await job.untilUp();
    await job.untilCheckpoint();
    expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
  });

  act("restartNonce with a savepoint", async (job) => {
    const before = await job.look();
    await job.patch({ restartNonce: 1 });
    const run = await job.untilStarted(1);
    const { status } = await job.untilUp();
    expect(run.startTotal).toBe((await job.runs())[0]?.completed.at(-1));
    expect(run.startTotal).toBe((await job.runs())[0]?.lastTotal);
    expect(status.jobStatus?.jobId).not.toBe(before.status.jobStatus?.jobId);
    expect(await job.jobsUnderWay()).toEqual([status.jobStatus?.jobId]);
    expect(run.job).toBe(status.jobStatus?.jobId);
  });
});
