import { expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { type Instant, later, minutes, seconds } from "../../lib/core/time.ts";
import { wakeFleet } from "../../lib/shell/wakeFleet.ts";
import { World } from "../../lib/world/world.ts";
import { MemoryLooks } from "../support/memoryPorts.ts";

const spokes = Array.from({ length: 30 }, (_, index) => `spoke-${index}`);

function fleet(jitter = seconds(0)) {
  const world = new World({ spokes });
  const said: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void said.push(message) };
  const { clock, ids } = world;
  const ports = {
    fleet: world.fleet,
    queue: new MemoryQueue(clock),
    looks: new MemoryLooks(),
    clock,
    ids,
    log,
    jitter,
  };
  const backsOff = async (spoke: string, notBefore: Instant) =>
    await ports.looks.note({
      spoke,
      at: clock.now(),
      shard: { index: 1, of: 1 },
      lastGood: undefined,
      failures: 1,
      fault: { kind: "unavailable", because: "timed out" },
      notBefore,
      resources: 0,
      inMotion: 0,
      stuck: 0,
      drifted: 0,
      canary: undefined,
    });
  const woken = () => ports.queue.take().map(({ spoke }) => spoke);
  return { world, ports, said, backsOff, woken };
}

test("every spoke is asked for as a whole", async () => {
  const { ports } = fleet();
  await wakeFleet(ports);
  expect(ports.queue.take()).toEqual(spokes.map((spoke) => ({ spoke })));
});

test("a spoke that backs off is left out until its time has come", async () => {
  const { world, ports, backsOff, woken } = fleet();
  await backsOff("spoke-3", later(world.clock.now(), minutes(5)));
  await wakeFleet(ports);
  expect(woken()).toEqual(spokes.filter((name) => name !== "spoke-3"));
  world.advance(minutes(5));
  await wakeFleet(ports);
  expect(woken()).toEqual(spokes);
});

test("when the notes cannot be read every spoke is woken, and the log says so", async () => {
  const { world, ports, backsOff, woken, said } = fleet();
  await backsOff("spoke-3", later(world.clock.now(), minutes(5)));
  ports.looks.reachable = false;
  await wakeFleet(ports);
  expect(woken()).toEqual(spokes);
  expect(said).toEqual(["Notes of looks cannot be read: every spoke is woken"]);
});

test("looks are spread over the jitter, in the same order each time", async () => {
  const { world, ports, woken } = fleet(seconds(30));
  const rounds: (readonly string[])[] = [];
  for (let second = 0; second <= 90; second += 1) {
    if (second % 45 === 0 && second < 90) await wakeFleet(ports);
    rounds.push(woken());
    world.advance(seconds(1));
  }
  expect(rounds.slice(0, 45)).toEqual(rounds.slice(45, 90));
  expect(rounds.slice(0, 31).flat().toSorted()).toEqual(spokes.toSorted());
  expect(Math.max(...rounds.map((round) => round.length))).toBeLessThan(8);
});
