import { describe, expect, test } from "vitest";
import { Faulted } from "../../../lib/core/fault.ts";
import { minutes, seconds } from "../../../lib/core/time.ts";
import type { Due, Spoke } from "../../../lib/ports/index.ts";
import { look } from "../../../lib/shell/look.ts";
import { options, savepointInfo, savepoints, ways } from "../../sequence/support/snapshots.ts";
import { running, type Stage } from "../../sequence/support/stage.ts";
import { instead } from "../../support/instead.ts";
import { everyPair, interleaved } from "../support/pairs.ts";
import { Crash, CrashAfter } from "../support/turnstile.ts";

const versions = ["v1_14", "v2_1"] as const;
// One pair in nine, and not the same ones for each first, and a death after one call in three; all of them with EVERY=1.
const stride = Number(process.env["EVERY"] ?? 9);
const every = Math.min(3, stride);
const nonce = "savepointTriggerNonce 1";
const ask = (stage: Stage): void => stage.edit(nonce, { job: { savepointTriggerNonce: 1 } });

const begun = (version: (typeof versions)[number]): Promise<Stage> =>
  running({ version, configuration: ways["in-status"] });

function expectTaken(stage: Stage, when: string): void {
  const [path] = savepoints(stage);
  expect(savepoints(stage), when).toHaveLength(1);
  expect(savepointInfo(stage).savepointHistory, when).toMatchObject([{ triggerType: "MANUAL", location: path }]);
  expect(savepointInfo(stage), when).not.toHaveProperty("triggerId");
}

describe.for(versions)("a savepoint in status, Flink %s", { timeout: 240_000 }, (version) => {
  test("is taken once, whatever call its run dies after", async () => {
    let calls = 1 - every;
    for (let crashed = true; crashed;) {
      calls += every;
      const crash = new CrashAfter(calls);
      const stage = await begun(version);
      ask(stage);
      for (let pass = 0; pass < 8 && !crash.crashed; pass += 1) {
        await stage.scene.pass(crash.through).catch(unlessKilled);
        stage.scene.world.advance(seconds(2));
      }
      await stage.passFor(minutes(2));
      expectTaken(stage, `killed after call ${calls}`);
      ({ crashed } = crash);
    }
    // Looks, the claim, the request, its status, progress, the record and the event.
    expect(calls).toBeGreaterThan(20);
  });

  test("is taken once by two runs that are interleaved at pairs of awaits", async () => {
    const pairs = await everyPair(stride, async (pair, what) => {
      const stage = await begun(version);
      ask(stage);
      const came = await interleaved((through) => stage.scene.pass(through), pair);
      await stage.passFor(seconds(60), seconds(10));
      expectTaken(stage, what);
      return came;
    });
    expect(pairs).toBeGreaterThan(30 / stride);
  });
});

function unlessKilled(error: unknown): void {
  if (!(error instanceof Crash)) throw error;
}

/** A queue that only notes what it is told. */
function noting(stage: Stage) {
  const sent: Due[] = [];
  const queue = { send: async (due: readonly Due[]): Promise<void> => void sent.push(...due) };
  return { sent, ports: { ...stage.scene.ports, fleet: stage.scene.world.fleet, queue } };
}

const orders = { kind: "FlinkDeployment", namespace: "default", name: "orders" };

describe("the next look", () => {
  const scheduled = (interval: string): Promise<Stage> =>
    running({ configuration: options({ "periodic.savepoint.interval": interval }) });

  test("comes when the next savepoint is due, if that is before long", async () => {
    const stage = await scheduled("10 min");
    const { sent, ports } = noting(stage);
    await look({ spoke: "one" }, ports);
    const [first] = sent;
    const since = ports.clock.now();
    expect(first).toEqual({ wake: { spoke: "one", resource: orders, since }, after: expect.any(Number) });
    stage.scene.world.advance((first?.after ?? 0) as never);
    await look({ spoke: "one", resource: orders }, ports);
    expect(stage.scene.names("FlinkStateSnapshot")).toHaveLength(1);
  });

  test("comes with the schedule, where it is not", async () => {
    const stage = await scheduled("20 min");
    const { sent, ports } = noting(stage);
    await look({ spoke: "one" }, ports);
    expect(sent).toEqual([]);
  });

  test("is left to the schedule, where that comes before it", async () => {
    const stage = await scheduled("10 min");
    const { sent, ports } = noting(stage);
    await look({ spoke: "one", resource: orders }, { ...ports, sweepWithin: seconds(90) });
    expect(sent).toEqual([]);
  });

  test("at a snapshot that was asked for comes soon", async () => {
    const stage = await running();
    ask(stage);
    const { sent, ports } = noting(stage);
    await look({ spoke: "one", resource: orders }, ports);
    const [name] = stage.scene.names("FlinkStateSnapshot");
    expect(sent).toContainEqual({
      wake: {
        spoke: "one",
        resource: { kind: "FlinkStateSnapshot", namespace: "default", name },
        since: ports.clock.now(),
      },
      after: seconds(1),
    });
  });
});

/** A spoke with a list of FlinkStateSnapshots that ends so. */
const listing =
  (kind: "denied" | "missing") =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      const list: typeof cluster.list = async (query) => {
        if (query.kind !== "FlinkStateSnapshot") return cluster.list(query);
        throw new Faulted({ kind, what: "FlinkStateSnapshot", because: "the API server says so" });
      };
      return { cluster: instead(cluster, { list }), flink, artifacts };
    },
  });

async function passes(stage: Stage, through: (spoke: Spoke) => Spoke, count: number): Promise<void> {
  for (let pass = 0; pass < count; pass += 1) {
    await stage.scene.pass(through);
    stage.scene.world.advance(seconds(5));
  }
}

describe("where FlinkStateSnapshots", () => {
  test("are not installed, savepoints are recorded in status, that of an upgrade too", async () => {
    const stage = await running();
    ask(stage);
    await passes(stage, listing("missing"), 4);
    stage.edit("restartNonce 1", { restartNonce: 1 });
    await passes(stage, listing("missing"), 24);
    expect(savepointInfo(stage).savepointHistory).toMatchObject([
      { triggerType: "MANUAL" },
      { triggerType: "UPGRADE" },
    ]);
    expect(stage.scene.names("FlinkStateSnapshot")).toEqual([]);
  });

  test("may not be listed, none is asked for, the resource says so, and the job is looked after", async () => {
    const stage = await running();
    ask(stage);
    await passes(stage, listing("denied"), 4);
    expect(savepoints(stage)).toEqual([]);
    expect(stage.status.conditions?.find(({ type }) => type === "Degraded")).toMatchObject({
      reason: "SnapshotNotTaken",
      message: expect.stringContaining("allow list of flinkstatesnapshots"),
    });
    stage.edit("restartNonce 1", { restartNonce: 1 });
    await passes(stage, listing("denied"), 24);
    expect(stage.runs).toHaveLength(2);
    await passes(stage, (spoke) => spoke, 6);
    expect(stage.status.conditions?.find(({ type }) => type === "Degraded")).toMatchObject({ status: "False" });
    // That of the upgrade, and that of the nonce.
    expect(stage.scene.names("FlinkStateSnapshot")).toHaveLength(2);
  });
});
