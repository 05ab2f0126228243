import { beforeAll, describe, expect, test } from "vitest";
import type { FlinkVersion } from "../../lib/api/resources/common.ts";
import { Faulted } from "../../lib/core/fault.ts";
import type { JarId, JarRun, JobId, JobOverview, TriggerId } from "../../lib/core/flink.ts";
import { minutes } from "../../lib/core/time.ts";
import type { Flink, FlinkAddress, Jar } from "../../lib/ports/flink.ts";

/**
 * What the suite needs: a session cluster of one JobManager without high availability, with one slot and with nothing configured
 * about checkpoints and savepoints, in a version that takes configuration with a job (1.17 and later).
 */
export interface JarsHarness {
  readonly flink: Flink;
  readonly session: FlinkAddress;
  readonly version: FlinkVersion;
  /** A program that streams until it is cancelled, as `contract.jar`; read anew each time. */
  readonly jar: () => Jar;
  readonly entryClass: string;
  /** An application cluster, which takes no jars. */
  readonly application: FlinkAddress;
  /** Lets some time pass between two looks. */
  readonly pass: () => Promise<void>;
}

const patience = { timeout: 180_000, interval: 1 };
const idOf = (n: number): JobId => `5e55${String(n).padStart(28, "0")}` as JobId;
const directory = "file:///tmp/flink-savepoints";

/** What the shell relies on when it hands jobs to a session cluster. The tests follow one cluster through its life. */
export function jarsContract(name: string, connect: () => Promise<JarsHarness>): void {
  describe(`${name} keeps the contract of session clusters:`, { timeout: 300_000 }, () => {
    let harness: JarsHarness;
    let flink: Flink;
    let jar: JarId;
    let savepoint = "";

    const upload = async (): Promise<JarId> => await flink.uploadJar(harness.session, harness.jar());
    const run = (n: number, more: Partial<JarRun> = {}, which = jar): Promise<JobId> => {
      const { version: flinkVersion, entryClass, session } = harness;
      const deadline = minutes(2);
      return flink.runJar(session, which, {
        flinkVersion,
        jobId: idOf(n),
        entryClass,
        programArgs: [],
        deadline,
        ...more,
      });
    };
    const jobs = async (): Promise<readonly JobOverview[]> => await flink.jobs(harness.session);
    const look = (n: number) => async (): Promise<unknown> => {
      await harness.pass();
      const found = (await jobs()).find(({ id }) => id === idOf(n));
      const allRun = found?.tasks["running"] === found?.tasks["total"];
      return found === undefined || (found.state === "RUNNING" && !allRun) ? "not yet" : found.state;
    };
    const comesTo = (n: number, state: string): Promise<unknown> => expect.poll(look(n), patience).toBe(state);
    const cancel = async (n: number): Promise<void> => {
      await flink.cancel(harness.session, idOf(n));
      await comesTo(n, "CANCELED");
    };

    beforeAll(async () => {
      harness = await connect();
      flink = harness.flink;
    }, 300_000);

    test("it begins without jobs", async () => {
      const isUp = async (): Promise<string> => {
        await harness.pass();
        return await outcome(jobs());
      };
      await expect.poll(isUp, patience).toBe("done");
      expect(await jobs()).toEqual([]);
    });

    test("a jar is uploaded under its name, twice under two ids", async () => {
      jar = await upload();
      const another = await upload();
      expect(jar).toMatch(/_contract\.jar$/);
      expect(another).not.toBe(jar);
      await flink.deleteJar(harness.session, another);
    });

    test("a job runs under the id that was chosen for it", async () => {
      expect(await run(1)).toBe(idOf(1));
      await comesTo(1, "RUNNING");
    });

    test("what came with the job goes before what the cluster is configured with", async () => {
      await cancel(1);
      await run(2, {
        parallelism: 1,
        flinkConfiguration: { "pipeline.max-parallelism": "7", "parallelism.default": "9" },
      });
      await comesTo(2, "RUNNING");
      const vertices = await flink.vertices(harness.session, idOf(2));
      expect(new Set(vertices.map(({ maxParallelism, parallelism }) => `${parallelism} of ${maxParallelism}`))).toEqual(
        new Set(["1 of 7"]),
      );
    });

    test("an id is taken by a job that runs and by one that has ended, and that job goes on", async () => {
      expect(await outcome(run(2))).toBe("conflict");
      expect(await outcome(run(1))).toBe("conflict");
      expect(await look(1)()).toBe("CANCELED");
      expect(await look(2)()).toBe("RUNNING");
    });

    test("a stop with a savepoint ends one job and none beside it, and another goes on from there", async () => {
      const triggerId = "5a0e0000000000000000000000000002" as TriggerId;
      const asked = { directory, triggerId, format: "CANONICAL", drain: false } as const;
      await flink.stopWithSavepoint(harness.session, idOf(2), asked);
      const progress = async () => {
        await harness.pass();
        return await flink.savepoint(harness.session, idOf(2), triggerId);
      };
      await expect.poll(progress, patience).toMatchObject({ kind: "completed" });
      const taken = await progress();
      savepoint = taken.kind === "completed" ? taken.path : "";
      await comesTo(2, "FINISHED");
      await run(3, { savepointPath: savepoint, claimMode: "NO_CLAIM", allowNonRestoredState: false });
      await comesTo(3, "RUNNING");
      const restored = async () => {
        await harness.pass();
        const known = await flink.checkpoints(harness.session, idOf(3));
        return known.kind === "enabled" ? known.restored : undefined;
      };
      await expect.poll(restored, patience).toMatchObject({
        path: expect.stringMatching(new RegExp(`/${savepoint.split("/").at(-1)}$`)),
        isSavepoint: true,
      });
    });

    test("a job whose savepoint is not there is refused, and is known as failed from then on", async () => {
      const gone = `${directory}/savepoint-gone`;
      expect(await fault(run(4, { savepointPath: gone }))).toMatchObject({
        kind: "rejected",
        because: expect.stringContaining(gone.replace("file://", "")),
      });
      await comesTo(4, "FAILED");
      expect(await outcome(run(4))).toBe("conflict");
    });

    test("a class that is not in the jar is named, and no job comes of it", async () => {
      expect(await fault(run(5, { entryClass: "com.example.DoesNotExist" }))).toMatchObject({
        kind: "rejected",
        because: expect.stringContaining("com.example.DoesNotExist"),
      });
      expect((await jobs()).map(({ id }) => id)).not.toContain(idOf(5));
    });

    test("all jobs of the cluster are listed", async () => {
      expect(new Set((await jobs()).map(({ id }) => id))).toEqual(new Set([1, 2, 3, 4].map(idOf)));
    });

    test("a jar that breaks off is not there, and the cluster goes on", async () => {
      const fault = { kind: "rejected", what: "s3://jars/x.jar", because: "it is larger than it may be" } as const;
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(100_000);
        throw new Faulted(fault);
      };
      const broken = flink.uploadJar(harness.session, { name: "x.jar", size: undefined, bytes: bytes() });
      await expect(broken).rejects.toMatchObject({ fault });
      expect(await outcome(jobs())).toBe("done");
    });

    test("a jar that was deleted is missing, and deleting it again is no fault", async () => {
      await flink.deleteJar(harness.session, jar);
      await flink.deleteJar(harness.session, jar);
      expect(await outcome(run(6))).toBe("missing");
      // What runs does not need it any more.
      expect(await look(3)()).toBe("RUNNING");
      await cancel(3);
    });

    test("an application cluster takes no jars", async () => {
      const at = harness.application;
      const isUp = async (): Promise<string> => {
        await harness.pass();
        return await outcome(flink.jobs(at));
      };
      await expect.poll(isUp, patience).toBe("done");
      expect(await fault(flink.uploadJar(at, harness.jar()))).toMatchObject({
        kind: "rejected",
        because: expect.stringContaining("takes no jars"),
      });
      await expect(flink.deleteJar(at, jar)).resolves.toBeUndefined();
    });
  });
}

async function fault(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return "none";
  } catch (error) {
    if (error instanceof Faulted) return error.fault;
    throw error;
  }
}

const outcome = async (call: Promise<unknown>): Promise<string> => {
  const found = await fault(call);
  return typeof found === "string" ? "done" : (found as Faulted["fault"]).kind;
};
