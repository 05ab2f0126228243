import { describe, expect, test } from "vitest";
import { renewed } from "../../../lib/adapters/eks/renewed.ts";
import { jsonLog } from "../../../lib/adapters/system/jsonLog.ts";
import { randomIds } from "../../../lib/adapters/system/randomIds.ts";
import { systemClock } from "../../../lib/adapters/system/systemClock.ts";
import { later, minutes, seconds } from "../../../lib/core/time.ts";
import { noon, settableClock } from "../support/settableClock.ts";

describe("the log", () => {
  const logged = (keys: Readonly<Record<string, unknown>>, message = "Deploying"): unknown => {
    const lines: string[] = [];
    jsonLog((line) => lines.push(line), settableClock()).info(message, keys);
    expect(lines).toEqual([expect.stringMatching(/^[^\n]*\n$/)]);
    return JSON.parse(lines[0] ?? "");
  };

  test("is one JSON object a line", () => {
    expect(logged({ resource: "jobs/a", generation: 3, again: true, none: null, absent: undefined })).toEqual({
      level: "INFO",
      time: "2026-11-21T12:00:00.000Z",
      message: "Deploying",
      resource: "jobs/a",
      generation: 3,
      again: true,
      none: null,
    });
  });

  test("takes no lines from what it is told", () => {
    expect(logged({ because: "a\nb" }, 'say "x"\n')).toMatchObject({ message: 'say "x"\n', because: "a\nb" });
  });

  test("shows nothing of whole objects, and cuts what is long", () => {
    expect(logged({ object: { token: "t" }, list: ["t"], run: () => "t", long: "x".repeat(5000) })).toMatchObject({
      object: "(object)",
      list: "(list)",
      run: "(function)",
      long: expect.stringMatching(/^x{999}…$/),
    });
  });

  test("keeps its own keys", () => {
    expect(logged({ message: "other", level: "none", time: "never" })).toMatchObject({
      level: "INFO",
      message: "Deploying",
      time: "2026-11-21T12:00:00.000Z",
    });
  });

  test("warns as a warning", () => {
    const lines: string[] = [];
    jsonLog((line) => lines.push(line), settableClock()).warn("Stalling", {});
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "WARN", message: "Stalling" });
  });
});

describe("ids", () => {
  test("have the form that Flink asks for, and are not the same twice", () => {
    const ids = Array.from({ length: 100 }, () => randomIds.jobId());
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(100);
    expect(randomIds.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

test("the clock tells the time of this machine", () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

describe("what is renewed", () => {
  test("is fetched again from its time on, not before", async () => {
    const clock = settableClock();
    let fetched = 0;
    const get = renewed(clock, async () => ({ value: (fetched += 1), until: later(clock.now(), minutes(1)) }));
    expect([await get(), await get()]).toEqual([1, 1]);
    clock.set(later(noon, seconds(59)));
    expect(await get()).toBe(1);
    clock.set(later(noon, minutes(1)));
    expect(await get()).toBe(2);
  });
});
