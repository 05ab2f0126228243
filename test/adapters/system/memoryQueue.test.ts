import { expect, test } from "vitest";
import { MemoryQueue } from "../../../lib/adapters/system/memoryQueue.ts";
import { type Instant, instant, later, seconds } from "../../../lib/core/time.ts";

function queueAt(start: Instant) {
  let now = start;
  const queue = new MemoryQueue({ now: () => now });
  return { queue, pass: (by: ReturnType<typeof seconds>) => void (now = later(now, by)) };
}

test("delivers when due, the oldest first, and once", async () => {
  const { queue, pass } = queueAt(instant(0));
  await queue.send([{ wake: { spoke: "late" }, after: seconds(10) }]);
  await queue.send([{ wake: { spoke: "soon" }, after: seconds(5) }]);
  await queue.send([{ wake: { spoke: "now" }, after: seconds(0) }]);
  expect(queue.take()).toEqual([{ spoke: "now" }]);
  pass(seconds(10));
  expect(queue.take()).toEqual([{ spoke: "soon" }, { spoke: "late" }]);
  expect(queue.take()).toEqual([]);
});

test("what is asked for twice comes once, at the earlier time", async () => {
  const { queue, pass } = queueAt(instant(0));
  const wake = { spoke: "a", resource: { kind: "FlinkDeployment", namespace: "n", name: "x" } };
  await queue.send([{ wake, after: seconds(10) }]);
  await queue.send([{ wake, after: seconds(5) }]);
  await queue.send([{ wake, after: seconds(20) }]);
  await queue.send([{ wake: { spoke: "a" }, after: seconds(20) }]);
  pass(seconds(5));
  expect(queue.take()).toEqual([wake]);
  pass(seconds(60));
  expect(queue.take()).toEqual([{ spoke: "a" }]);
});
