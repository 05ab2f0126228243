import { expect, test } from "vitest";
import { Changes, changeText } from "../../lib/cli/changes.ts";
import type { Result } from "../../lib/shell/result.ts";
import type { Sweep } from "../../lib/shell/sweep.ts";
import { noon } from "./surroundings.ts";

const result = (given: Partial<Result> = {}): Result => ({
  namespace: "default",
  name: "orders",
  wake: "on schedule",
  because: "all is well",
  wrote: false,
  ...given,
});
const pass = (...results: readonly Result[]): Sweep => ({ kind: "swept", spoke: "east", results });

test("what stays the same is told once; what was written is told each time", () => {
  const changes = new Changes();
  const line = "2026-11-21T12:00:00.000Z east default/orders: all is well";
  expect(changes.since(pass(result()), noon).map(changeText)).toEqual([line]);
  expect(changes.since(pass(result()), noon)).toEqual([]);
  expect(changes.since(pass(result({ wrote: true })), noon).map(changeText)).toEqual([line]);
});

test("a failure is told once for as long as it lasts, and bugs are called bugs", () => {
  const changes = new Changes();
  const failing = result({ because: "no answer", failure: { kind: "bug", error: new TypeError("x") } });
  expect(changes.since(pass(failing), noon).map(changeText)).toEqual([
    "2026-11-21T12:00:00.000Z east default/orders: failed, which is a bug of flink-fleet: no answer",
  ]);
  expect(changes.since(pass(failing), noon)).toEqual([]);
  expect(changes.since(pass(result()), noon)).toHaveLength(1);
  expect(changes.since(pass(failing), noon)).toHaveLength(1);
});

test("resources of the same name in different clusters are told apart", () => {
  const changes = new Changes();
  expect(changes.since(pass(result()), noon)).toHaveLength(1);
  expect(changes.since({ ...pass(result()), spoke: "west" } as Sweep, noon)).toHaveLength(1);
});

test("resources of the same name and of different kinds are told apart", () => {
  const changes = new Changes();
  const both = pass(result(), result({ kind: "FlinkSessionJob", because: "the job is RUNNING" }));
  expect(changes.since(both, noon)).toHaveLength(2);
  expect(changes.since(both, noon)).toEqual([]);
});
