import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../lib/core/time.ts";
import { payments, Stage } from "./support/stage.ts";

async function withOneTaken(spec: Readonly<Record<string, unknown>> = {}): Promise<Stage> {
  const stage = await new Stage().begin();
  stage.ask("now", spec);
  await stage.passFor(minutes(1));
  expect(stage.savepoints).toHaveLength(1);
  return stage;
}

describe("a snapshot that is deleted", () => {
  test("takes its files along", async () => {
    const stage = await withOneTaken();
    stage.delete("now");
    await stage.passFor(seconds(20));
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toEqual([]);
  });

  test("leaves its files where it is told to, and needs no finalizer for that", async () => {
    const stage = await withOneTaken({ savepoint: { disposeOnDelete: false } });
    stage.delete("now");
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toHaveLength(1);
  });

  test("waits for its savepoint, and takes it along", async () => {
    const stage = await new Stage().begin();
    stage.ask("now");
    await stage.pass();
    stage.delete("now");
    await stage.pass();
    expect(stage.snapshot("now")).toBeDefined();
    await stage.passFor(minutes(1));
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toEqual([]);
  });

  test("before anybody looked at it goes at once, with another operator's finalizer on it", async () => {
    const stage = await new Stage().begin();
    stage.ask("now", {}, { finalizers: ["flinkstatesnapshots.flink.apache.org/finalizer"] });
    stage.delete("now");
    await stage.pass();
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toEqual([]);
  });

  test("while Flink cannot be reached waits, says so, and goes without its files in the end", async () => {
    const stage = await withOneTaken();
    const [path = ""] = stage.savepoints;
    stage.spoke.flinkReachable = false;
    stage.delete("now");
    await stage.passFor(minutes(29), minutes(1));
    expect(stage.snapshot("now")).toBeDefined();
    expect(stage.events("now").join()).toContain(`CleanupFailed: The savepoint at ${path} could not be disposed of`);
    await stage.passFor(minutes(2), minutes(1));
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toEqual([path]);
    expect(stage.events("now").join()).toContain(`CleanupFailed: The files at ${path} were left`);
  });

  test("goes on when Flink can be reached again", async () => {
    const stage = await withOneTaken();
    stage.spoke.flinkReachable = false;
    stage.delete("now");
    await stage.passFor(minutes(10), minutes(1));
    stage.spoke.flinkReachable = true;
    await stage.pass();
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toEqual([]);
  });

  test("goes without its files when its job's resource is gone, and says where they are", async () => {
    const stage = await withOneTaken();
    const [path] = stage.savepoints;
    stage.spoke.api.delete({ kind: "FlinkDeployment", ...payments });
    await stage.passFor(minutes(2), seconds(10));
    stage.delete("now");
    await stage.pass();
    expect(stage.snapshot("now")).toBeUndefined();
    expect(stage.savepoints).toEqual([path]);
    expect(stage.events("now").join()).toContain(`The files at ${path} were left`);
  });

  test("keeps the savepoint that the job would be started from", async () => {
    const stage = await withOneTaken();
    const [path] = stage.savepoints;
    stage.spoke.api.patch(
      { kind: "FlinkDeployment", ...payments },
      { type: "merge", body: { status: { jobStatus: { upgradeSavepointPath: path } } } },
      { manager: "test", subresource: "status" },
    );
    stage.delete("now");
    await stage.passFor(minutes(5), minutes(1));
    expect(stage.snapshot("now")).toBeDefined();
    expect(stage.savepoints).toEqual([path]);
  });
});
