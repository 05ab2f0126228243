import { describe, expect, test } from "vitest";
import { Faulted } from "../../../lib/core/fault.ts";
import { minutes, seconds } from "../../../lib/core/time.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import { instead } from "../../support/instead.ts";
import { payments, Stage } from "./support/stage.ts";

const images = { v1_14: "flink:1.14", v1_16: "flink:1.16", v1_20: "flink:1.20" } as const;
const flink = (flinkVersion: keyof typeof images): Readonly<Record<string, unknown>> => ({
  flinkVersion,
  image: images[flinkVersion],
});

describe("a snapshot", () => {
  test.for(["v1_14", "v1_16", "v1_20"] as const)("savepoint of Flink %s is taken once", async (version) => {
    const stage = await new Stage().begin(flink(version));
    stage.ask("now");
    await stage.passFor(minutes(2));
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED", path: stage.savepoints[0], failures: 0 });
    expect(stage.savepoints).toHaveLength(1);
    expect(stage.snapshot("now")?.metadata).toMatchObject({
      finalizers: ["flinkstatesnapshots.flink.apache.org/finalizer"],
      labels: {
        "snapshot.type": "SAVEPOINT",
        "snapshot.trigger-type": "MANUAL",
        "snapshot.state": "COMPLETED",
        "job-reference.kind": "FlinkDeployment",
        "job-reference.name": "payments",
      },
    });
  });

  test("checkpoint is taken, and told where it lies", async () => {
    const stage = await new Stage().begin(flink("v1_20"));
    stage.ask("now", { savepoint: undefined, checkpoint: {} });
    await stage.passFor(minutes(1));
    const { state, path } = stage.status("now");
    expect(state).toBe("COMPLETED");
    expect(path).toContain("/chk-");
    expect(stage.savepoints).toEqual([]);
  });

  test("checkpoint of a version that takes none fails, and says what to do", async () => {
    const stage = await new Stage().begin(flink("v1_16"));
    stage.ask("now", { savepoint: undefined, checkpoint: {}, backoffLimit: 0 });
    await stage.passFor(seconds(30));
    expect(stage.status("now")).toMatchObject({ state: "FAILED", failures: 1 });
    expect(stage.events("now").join()).toMatch(/^CheckpointError: .*1\.17 and later/u);
  });

  test("that exists already is only written down", async () => {
    const stage = await new Stage().begin();
    stage.ask("old", { savepoint: { alreadyExists: true, path: "s3://old/savepoint" } });
    await stage.pass();
    expect(stage.status("old")).toMatchObject({ state: "COMPLETED", path: "s3://old/savepoint" });
    expect(stage.savepoints).toEqual([]);
  });

  test("that is complete costs a quiet pass nothing but its LIST", async () => {
    const stage = await new Stage().begin();
    stage.ask("now");
    await stage.passFor(minutes(1));
    const before = stage.spoke.calls.length;
    await stage.pass();
    const calls = stage.spoke.calls.slice(before).map(({ verb, what }) => `${verb} ${what.split(" ")[0]}`);
    expect(calls.toSorted()).toEqual([
      "GET GET",
      "list ConfigMap",
      "list Deployment",
      "list FlinkDeployment",
      "list FlinkSessionJob",
      "list FlinkStateSnapshot",
      "list Service",
    ]);
  });

  test("that fails is tried again later and later, as often as it may be", async () => {
    const stage = await new Stage().begin();
    stage.ask("now", { backoffLimit: 1 });
    stage.spoke.decideNextSavepoint(payments, { kind: "fails", because: "java.io.IOException: disk full" });
    await stage.passFor(seconds(12), seconds(2));
    expect(stage.status("now")).toMatchObject({ state: "TRIGGER_PENDING", failures: 1 });
    stage.spoke.decideNextSavepoint(payments, { kind: "fails", because: "java.io.IOException: disk full" });
    await stage.passFor(minutes(3));
    expect(stage.status("now")).toMatchObject({ state: "FAILED", failures: 2 });
    expect(stage.savepoints).toEqual([]);
    expect(stage.events("now").join()).toContain("SavepointError: ");
    await stage.passFor(minutes(10), minutes(1));
    expect(stage.status("now")).toMatchObject({ state: "FAILED", failures: 2 });
  });

  test("waits for a job that restarts", async () => {
    const stage = await new Stage().begin();
    stage.spoke.failTask(payments, "java.lang.RuntimeException: once");
    stage.ask("now");
    await stage.pass();
    expect(stage.status("now")).toMatchObject({ state: "TRIGGER_PENDING" });
    await stage.passFor(minutes(2));
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED" });
    expect(stage.savepoints).toHaveLength(1);
  });

  test("of a job that has ended is abandoned, and says so", async () => {
    const stage = await new Stage().begin();
    stage.spoke.finishJob(payments);
    stage.ask("now");
    await stage.passFor(seconds(20));
    expect(stage.status("now")).toMatchObject({ state: "ABANDONED" });
    expect(stage.events("now").join()).toContain("SnapshotAbandoned: The job is gone");
  });

  test("of a resource that never comes is abandoned after half an hour", async () => {
    const stage = new Stage();
    stage.ask("now");
    await stage.passFor(minutes(29), minutes(1));
    expect(stage.status("now")).toMatchObject({
      state: "TRIGGER_PENDING",
      conditions: [{}, {}, { reason: "ValidationError", status: "True" }],
    });
    await stage.passFor(minutes(3), minutes(1));
    expect(stage.status("now")).toMatchObject({ state: "ABANDONED" });
  });

  test("that succeeded while nobody looked is found, and not taken again", async () => {
    const stage = await new Stage().begin();
    stage.ask("now");
    await stage.pass();
    expect(stage.status("now")).toMatchObject({ state: "IN_PROGRESS" });
    stage.spoke.flinkReachable = false;
    await stage.passFor(minutes(20), minutes(1));
    expect(stage.status("now")).toMatchObject({ state: "IN_PROGRESS" });
    stage.spoke.flinkReachable = true;
    await stage.passFor(minutes(1));
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED", path: stage.savepoints[0] });
    expect(stage.savepoints).toHaveLength(1);
  });

  test("that Flink is silent about is neither asked for again nor given up", async () => {
    const stage = await new Stage().begin();
    stage.ask("now");
    await stage.pass();
    const before = stage.spoke.calls.length;
    const silent = (spoke: Spoke): Spoke => ({
      ...spoke,
      connect: async () => {
        const { cluster, flink, artifacts } = await spoke.connect();
        const savepoint: typeof flink.savepoint = async () => {
          throw new Faulted({ kind: "unavailable", what: "GET savepoint", because: "timeout" });
        };
        return { cluster, flink: instead(flink, { savepoint }), artifacts };
      },
    });
    for (let pass = 0; pass < 5; pass += 1) {
      stage.world.advance(minutes(1));
      await stage.pass(silent);
    }
    expect(stage.spoke.calls.slice(before).filter(({ verb }) => verb === "POST")).toEqual([]);
    expect(stage.status("now")).toMatchObject({ state: "IN_PROGRESS", failures: 0 });
  });

  test("that was lost with a JobManager is asked for again", async () => {
    const stage = await new Stage().begin({ jobManager: { resource: { memory: "1g", cpu: 1 } } });
    stage.ask("now");
    await stage.pass();
    const [pod = ""] = stage.names("Pod").filter((name) => !name.includes("taskmanager"));
    stage.spoke.killPod({ namespace: "default", name: pod });
    await stage.passFor(minutes(3));
    expect(stage.status("now")).toMatchObject({ state: "COMPLETED", path: stage.savepoints[0] });
    expect(stage.savepoints).toHaveLength(1);
  });
});
