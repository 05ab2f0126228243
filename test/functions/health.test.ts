import { beforeEach, describe, expect, test } from "vitest";
import { checking } from "../../functions/health.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes } from "../../lib/core/time.ts";
import type { Figure, Fleet } from "../../lib/ports/index.ts";
import { noteFailed, noteGood } from "../../lib/shell/noteLook.ts";
import { World } from "../../lib/world/world.ts";
import { MemoryDeadLetters, MemoryLooks } from "../support/memoryPorts.ts";

const silent = { info: () => undefined, warn: () => undefined };

let world: World;
let looks: MemoryLooks;
let deadLetters: MemoryDeadLetters;
let figures: readonly Figure[];
let fleet: () => Promise<Fleet>;

beforeEach(async () => {
  world = new World();
  world.spoke();
  looks = new MemoryLooks();
  deadLetters = new MemoryDeadLetters();
  figures = [];
  fleet = async () => world.fleet;
  await noteGood({ spoke: "one" }, [], { looks, clock: world.clock, log: silent });
});

const metrics = { put: (all: readonly Figure[]) => void (figures = all) };
const asked = async (rawPath?: string) => {
  const handler = checking(async () => ({
    fleet: () => fleet(),
    looks,
    deadLetters,
    clock: world.clock,
    mostStale: minutes(5),
    metrics,
  }));
  const answer = await handler(rawPath === undefined ? {} : { rawPath });
  if (typeof answer !== "object") return { status: undefined, body: undefined };
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? "null") as unknown };
};
const statuses = async () => Promise.all(["/live", "/ready", "/"].map(async (path) => (await asked(path)).status));

describe("over HTTP", () => {
  test("all is well", async () => {
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await asked("/")).body).toMatchObject({ ready: true, healthy: true, spokes: { total: 1, stale: [] } });
  });

  test("a message that was given up is not well, and the hub is ready all the same", async () => {
    await deadLetters.bury("{}", "poison", 1);
    expect(await statuses()).toEqual([200, 200, 503]);
    expect((await asked("/")).body).toMatchObject({ deadLetters: 1 });
  });

  test("where no cluster was looked at lately the hub is not ready", async () => {
    world.advance(minutes(6));
    expect(await statuses()).toEqual([200, 503, 503]);
    expect((await asked("/ready")).body).toMatchObject({ spokes: { stale: [{ spoke: "one", ageSeconds: 360 }] } });
  });

  test("what does not answer is told, and the rest all the same", async () => {
    looks.reachable = false;
    await deadLetters.bury("{}", "poison", 1);
    fleet = async () => {
      throw new Faulted({ kind: "denied", what: "parameter /fleet", because: "AccessDeniedException" });
    };
    expect(await statuses()).toEqual([200, 503, 503]);
    expect((await asked("/")).body).toMatchObject({
      deadLetters: 1,
      problems: [
        expect.stringMatching(/^the fleet: parameter \/fleet: AccessDeniedException/),
        expect.stringMatching(/^the notes of looks: /),
      ],
    });
  });

  test("a cluster that refuses the hub is told at once, with what refused it", async () => {
    const fault = { kind: "denied", what: "role arn:aws:iam::1:role/fleet", because: "AccessDenied" } as const;
    await noteFailed({ spoke: "one" }, fault, { looks, clock: world.clock, log: silent });
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await asked("/")).body).toMatchObject({
      spokes: { stale: [], failing: [{ spoke: "one", fault: "denied", because: "AccessDenied", failures: 1 }] },
    });
  });

  test("what could not be found out is not in the answer", async () => {
    looks.reachable = false;
    expect((await asked("/")).body).toEqual({
      ready: false,
      healthy: false,
      spokes: { total: 1 },
      deadLetters: 0,
      problems: ["the notes of looks: looks: timed out"],
    });
  });

  test("that it is live is answered before anything is asked for, which may be slow or gone", async () => {
    const handler = checking(() => Promise.reject(new Error("nothing answers")));
    expect(await handler({ rawPath: "/live" })).toMatchObject({ statusCode: 200, body: '{"live":true}' });
    await expect(handler({ rawPath: "/ready" })).rejects.toThrow("nothing answers");
  });

  test("what is unexpected is told without its words, which may hold anything", async () => {
    fleet = async () => {
      throw new Error("token abc");
    };
    expect((await asked("/")).body).toMatchObject({ problems: ["the fleet: failed unexpectedly"] });
  });

  test("there is nothing elsewhere", async () => {
    expect(await asked("/favicon.ico")).toMatchObject({
      status: 404,
      body: { error: "there is nothing at /favicon.ico: ask for /live, /ready, /" },
    });
  });
});

describe("on a schedule", () => {
  const told = () => Object.fromEntries(figures.map(({ name, value }) => [name, value]));

  test("it puts the figures that alarms watch", async () => {
    world.advance(minutes(6));
    expect(await asked()).toEqual({ status: undefined, body: undefined });
    expect(told()).toEqual({
      Spokes: 1,
      StaleSpokes: 1,
      StalestLook: 360,
      Resources: 0,
      ResourcesInMotion: 0,
      StuckResources: 0,
      DriftedResources: 0,
      SickCanaries: 0,
      DeadLetters: 0,
      HealthProblems: 0,
    });
  });

  test("figures that could not be found out are left out, and never 0", async () => {
    looks.reachable = false;
    await asked();
    expect(told()).toEqual({ Spokes: 1, DeadLetters: 0, HealthProblems: 1 });
    fleet = async () => {
      throw new Faulted({ kind: "unavailable", what: "parameter /fleet", because: "timed out" });
    };
    deadLetters.count = () => Promise.reject(new Faulted({ kind: "unavailable", what: "queue", because: "timed out" }));
    await asked();
    expect(told()).toEqual({ HealthProblems: 3 });
  });
});
