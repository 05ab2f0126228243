import { beforeAll, describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import type { JobId, JobOverview } from "../../lib/core/flink.ts";
import type { Flink, FlinkAddress } from "../../lib/ports/index.ts";

/** What the suite needs: an application whose job was told its id and will run until it is cancelled. */
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

const allTasksRun = (seen: unknown): boolean => {
  const [job] = Array.isArray(seen) ? (seen as readonly JobOverview[]) : [];
  return (job?.tasks["total"] ?? 0) > 0 && job?.tasks["running"] === job?.tasks["total"];
};

/** What the shell relies on, of any Flink behind any service proxy. The tests follow one job through its life. */
export function flinkContract(name: string, connect: () => Promise<FlinkHarness>): void {
  describe(`${name} keeps the contract of Flink:`, { timeout: 300_000 }, () => {
    let harness: FlinkHarness;
    beforeAll(async () => void (harness = await connect()));

    const look = async (): Promise<unknown> => {
      await harness.pass();
      try {
        return await harness.flink.jobs(harness.application);
      } catch (error) {
        if (error instanceof Faulted && error.fault.kind === "unavailable") return "unavailable";
        throw error;
      }
    };

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
    });

    test("without endpoints, or without a Service, Flink is unavailable and nothing is missing", async () => {
      expect(await faultOf(harness.flink.jobs(harness.nobody))).toBe("unavailable");
      expect(
        await faultOf(harness.flink.exceptions({ ...harness.nobody, service: "nowhere-rest" }, unknownJob, 1)),
      ).toBe("unavailable");
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
