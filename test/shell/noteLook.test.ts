import { describe, expect, test } from "vitest";
import type { Fault } from "../../lib/core/fault.ts";
import { spokesToWake } from "../../lib/core/sweeping/spokesToWake.ts";
import { instant, later, millis, minutes, seconds } from "../../lib/core/time.ts";
import { noteFailed, noteGood } from "../../lib/shell/noteLook.ts";
import { settableClock } from "../adapters/support/settableClock.ts";
import { MemoryLooks } from "../support/memoryPorts.ts";

const fault: Fault = { kind: "unavailable", what: "one", because: "timed out" };
const whole = { spoke: "one" };
const shard = (index: number) => ({ spoke: "one", namespaces: [`n${index}`], shard: { index, of: 2 } });

function noting() {
  const looks = new MemoryLooks();
  const clock = settableClock(instant(minutes(1000)));
  const pass = (time: number): void => clock.set(later(clock.now(), millis(time)));
  const log = { info: () => undefined, warn: () => undefined };
  return { looks, clock, pass, ports: { looks, clock, log } };
}

describe("a look at some namespaces of a spoke, as an audit log asks for", () => {
  test("says nothing of the rest of it, whether it went well or not", async () => {
    const { looks, ports } = noting();
    await noteFailed(whole, fault, ports);
    const before = await looks.all();
    await noteGood({ spoke: "one", namespaces: ["n1"] }, [], ports);
    expect(await looks.all()).toEqual(before);
    await noteFailed({ spoke: "one", namespaces: ["n1"] }, fault, ports);
    expect(await looks.all()).toEqual(before);
  });

  test("is noted where it is one of the shards that the spoke is split into", async () => {
    const { looks, ports } = noting();
    await noteGood(shard(1), [], ports);
    expect(await looks.all()).toMatchObject([{ shard: { index: 1, of: 2 }, failures: 0 }]);
  });
});

describe("a spoke that is split", () => {
  test("backs off anew each time that it cannot be looked at, as often as its shards were looked at well between", async () => {
    const { looks, clock, pass, ports } = noting();
    for (let time = 0; time < 5; time += 1) {
      await noteFailed(whole, fault, ports);
      pass(minutes(1));
      await noteGood(shard(1), [], ports);
      await noteGood(shard(2), [], ports);
      pass(minutes(60));
    }
    await noteFailed(whole, fault, ports);
    const schedule = { jitter: seconds(0), hash: () => 0 };
    const wokenAfter = async (time: number) =>
      spokesToWake(["one"], await looks.all(), { ...schedule, now: later(clock.now(), millis(time)) }).length;
    expect([await wokenAfter(seconds(29)), await wokenAfter(seconds(31))]).toEqual([0, 1]);
  });

  test("backs off for longer as long as nothing of it is looked at well", async () => {
    const { looks, clock, pass, ports } = noting();
    await noteGood(shard(1), [], ports);
    for (let time = 0; time < 3; time += 1) {
      pass(minutes(1));
      await noteFailed(whole, fault, ports);
    }
    const failed = (await looks.all()).find(({ shard: { of } }) => of === 1);
    expect(failed).toMatchObject({ failures: 3, notBefore: later(clock.now(), minutes(2)) });
  });
});
