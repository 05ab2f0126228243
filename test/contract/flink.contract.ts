import { beforeAll, describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import type { CheckpointInfo, JobId, JobOverview, TriggerId } from "../../lib/core/flink.ts";
import type { Flink, FlinkAddress } from "../../lib/ports/index.ts";

/**
 * What the suite needs: a streaming application whose job was told its id and will run until it is cancelled, with nothing configured
 * about checkpoints and savepoints, in a version that takes checkpoints on demand (1.17 and later).
 */
export interface FlinkHarness {
  readonly flink: Flink;
  readonly application: FlinkAddress;
  readonly job: JobId;
  /** What its image has: the beginning of the version, such as `1.20`. */
  readonly version: string;
  /** A Service without a pod behind it. */
  readonly nobody: FlinkAddress;
  /** Lets some time pass between two looks. */
  readonly pass: () => Promise<void>;
}

const patience = { timeout: 180_000, interval: 1 };
const unknownJob = "0123456789abcdef0123456789abcdef" as JobId;
const unknownTrigger = "00000000000000000000000000000000" as TriggerId;
const asked = { triggerId: "5a0e0000000000000000000000000001" as TriggerId, format: "CANONICAL" } as const;
/** In the JobManager's own file system: what the job keeps is small enough to lie in the metadata. */
const directory = "file:///tmp/flink-savepoints";

const allTasksRun = (seen: unknown): boolean => {
  const [job] = Array.isArray(seen) ? (seen as readonly JobOverview[]) : [];
  return (job?.tasks["total"] ?? 0) > 0 && job?.tasks["running"] === job?.tasks["total"];
};

/** What the shell relies on, of any Flink behind any service proxy. The tests follow one job through its life. */
export function flinkContract(name: string, connect: () => Promise<FlinkHarness>): void {
  describe(`${name} keeps the contract of Flink:`, { timeout: 300_000 }, () => {
    let harness: FlinkHarness;
    beforeAll(async () => void (harness = await connect()));

    /** For polling: asks again after a while. */
    const later = (ask: (flink: Flink) => Promise<unknown>) => async (): Promise<unknown> => {
      await harness.pass();
      try {
        return await ask(harness.flink);
      } catch (error) {
        if (error instanceof Faulted && error.fault.kind === "unavailable") return "unavailable";
        throw error;
      }
    };
    const look = later((flink) => flink.jobs(harness.application));

    test("a job runs under the id that was chosen for it, with its tasks counted", async () => {
      await expect.poll(look, patience).toSatisfy(allTasksRun);
      const [job] = await harness.flink.jobs(harness.application);
      expect(job?.startTime).toBeGreaterThan(0);
      expect(job).toMatchObject({ id: harness.job, state: "RUNNING", endTime: -1 });
      expect(job?.name).not.toBe("");
    });

    test("the cluster tells its version and its TaskManagers", async () => {
      const info = await harness.flink.clusterInfo(harness.application);
      expect(info.version.startsWith(harness.version)).toBe(true);
      expect(info.revision).not.toBe("");
      expect(info.taskManagers).toBeGreaterThan(0);
    });

    test("a job without a failure has no exceptions", async () => {
      expect(await harness.flink.exceptions(harness.application, harness.job, 10)).toEqual([]);
    });

    test("a job that Flink does not know is missing", async () => {
      expect(await faultOf(harness.flink.exceptions(harness.application, unknownJob, 1))).toBe("missing");
      expect(await faultOf(harness.flink.cancel(harness.application, unknownJob))).toBe("missing");
      expect(await faultOf(harness.flink.checkpoints(harness.application, unknownJob))).toBe("missing");
      expect(await faultOf(harness.flink.checkpointDetails(harness.application, unknownJob, 1))).toBe("missing");
    });

    test("without endpoints, or without a Service, Flink is unavailable and nothing is missing", async () => {
      expect(await faultOf(harness.flink.jobs(harness.nobody))).toBe("unavailable");
      expect(
        await faultOf(harness.flink.exceptions({ ...harness.nobody, service: "nowhere-rest" }, unknownJob, 1)),
      ).toBe("unavailable");
    });

    test("a job that has taken no checkpoints has none", async () => {
      const { flink, application, job } = harness;
      expect(await flink.checkpoints(application, job)).toEqual({
        kind: "enabled",
        completed: undefined,
        savepoint: undefined,
        restored: undefined,
        inProgressSince: undefined,
      });
      expect(await flink.checkpointDetails(application, job, 1)).toBeUndefined();
    });

    test("what was never asked for is unknown, of a job that is not known as well", async () => {
      const { flink, application } = harness;
      for (const job of [harness.job, unknownJob]) {
        expect(await flink.savepoint(application, job, unknownTrigger)).toEqual({ kind: "unknown" });
        expect(await flink.checkpoint(application, job, unknownTrigger)).toEqual({ kind: "unknown" });
      }
    });

    test("without a directory, no savepoint is taken and nothing stops", async () => {
      const { flink, application, job } = harness;
      const nowhere = { ...asked, directory: undefined };
      expect(await faultOf(flink.triggerSavepoint(application, job, nowhere))).toBe("rejected");
      expect(await faultOf(flink.stopWithSavepoint(application, job, { ...nowhere, drain: false }))).toBe("rejected");
      expect(await flink.jobs(application)).toMatchObject([{ id: job, state: "RUNNING" }]);
    });

    test("a savepoint of a job that is not known fails, after it was accepted", async () => {
      const { flink, application } = harness;
      expect(await flink.triggerSavepoint(application, unknownJob, { ...asked, directory })).toBe(asked.triggerId);
      await expect
        .poll(
          later(() => flink.savepoint(application, unknownJob, asked.triggerId)),
          patience,
        )
        .toMatchObject({ kind: "failed", because: expect.stringContaining(unknownJob) });
    });

    test("a savepoint is taken once under one trigger id, and is found among the checkpoints", async () => {
      const { flink, application, job } = harness;
      const ask = () => flink.triggerSavepoint(application, job, { ...asked, directory });
      expect([await ask(), await ask()]).toEqual([asked.triggerId, asked.triggerId]);
      const progress = later(() => flink.savepoint(application, job, asked.triggerId));
      await expect.poll(progress, patience).toMatchObject({ kind: "completed" });
      const path = expect.stringMatching(/\/tmp\/flink-savepoints\/savepoint-/);
      expect(await progress()).toEqual({ kind: "completed", path });
      // Flink tells of checkpoints as of three seconds ago (web.refresh-interval).
      const counted = later(() => flink.checkpoints(application, job));
      const known = { savepoint: { id: 1, path, isSavepoint: true }, completed: undefined, inProgressSince: undefined };
      await expect.poll(counted, patience).toMatchObject(known);
      expect(await ask()).toBe(asked.triggerId);
      expect(await progress()).toEqual({ kind: "completed", path });
      expect(await counted()).toMatchObject(known);
    });

    test("a checkpoint is taken on demand, and in the JobManager's memory it has no path", async () => {
      const { flink, application, job } = harness;
      const { triggerId } = asked;
      expect(await flink.triggerCheckpoint(application, job, { type: "FULL", triggerId })).toBe(triggerId);
      const progress = later(() => flink.checkpoint(application, job, triggerId));
      await expect.poll(progress, patience).toEqual({ kind: "completed", checkpointId: 2 });
      const details: CheckpointInfo = { id: 2, path: undefined, isSavepoint: false, at: expect.any(Number) };
      await expect
        .poll(
          later(() => flink.checkpointDetails(application, job, 2)),
          patience,
        )
        .toEqual(details);
      const counted = later(() => flink.checkpoints(application, job));
      await expect.poll(counted, patience).toMatchObject({ completed: details, inProgressSince: undefined });
    });

    test("metrics are numbers, without those that Flink does not know", async () => {
      const { flink, application, job } = harness;
      const names = ["numRestarts", "totalNumberOfCheckpoints", "noSuchMetric"];
      await expect
        .poll(
          later(() => flink.jobMetrics(application, job, names)),
          patience,
        )
        .toEqual({ numRestarts: 0, totalNumberOfCheckpoints: 2 });
    });

    test("a cancelled job comes to be CANCELED, and cancelling it again is no fault", async () => {
      await harness.flink.cancel(harness.application, harness.job);
      await expect.poll(look, patience).toMatchObject([{ id: harness.job, state: "CANCELED" }]);
      await expect(harness.flink.cancel(harness.application, harness.job)).resolves.toBeUndefined();
      const [job] = await harness.flink.jobs(harness.application);
      expect(job?.endTime).toBeGreaterThan(0);
    });
  });
}

async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    if (error instanceof Faulted) return error.fault.kind;
    throw error;
  }
}
