import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spokesToWake } from "../../../lib/core/sweeping/spokesToWake.ts";
import { instant, millis, seconds } from "../../../lib/core/time.ts";

const now = instant(1_000_000);
const hash = (text: string): number => text.length * 7;
const note = (given: { of?: number; at?: number; notBefore?: number; spoke?: string }) => ({
  spoke: given.spoke ?? "a",
  shard: { of: given.of ?? 1 },
  at: instant(given.at ?? 900_000),
  notBefore: given.notBefore === undefined ? undefined : instant(given.notBefore),
});
const [past, future] = [999_999, 1_000_001];

describe("a spoke is woken", () => {
  test.for([
    { when: "nothing is noted of it", notes: [], woken: true },
    { when: "its last look was good", notes: [note({})], woken: true },
    { when: "it backs off", notes: [note({ notBefore: future })], woken: false },
    { when: "it has backed off for long enough", notes: [note({ notBefore: 1_000_000 })], woken: true },
    { when: "it has backed off long ago", notes: [note({ notBefore: past })], woken: true },
    { when: "another one backs off", notes: [note({ spoke: "b", notBefore: future })], woken: true },
    { when: "one of its shards backs off", notes: [note({ of: 2, notBefore: future }), note({ of: 2 })], woken: true },
    {
      when: "all of its shards back off",
      notes: [note({ of: 2, notBefore: future }), note({ of: 2, notBefore: future })],
      woken: false,
    },
    {
      when: "it backs off as a whole and was in good shards before",
      notes: [note({ of: 2, at: 1 }), note({ of: 2, at: 1 }), note({ notBefore: future })],
      woken: false,
    },
    {
      when: "it is good in shards and backed off as a whole before",
      notes: [note({ notBefore: future, at: 1 }), note({ of: 2 }), note({ of: 2 })],
      woken: true,
    },
  ])("$when → $woken", ({ notes, woken }) => {
    const due = spokesToWake(["a"], notes, { now, jitter: millis(0), hash });
    expect(due).toEqual(woken ? [{ spoke: "a", after: 0 }] : []);
  });
});

test("each spoke is woken at its own time, the same in every sweep", () => {
  const names = fc.uniqueArray(fc.string(), { maxLength: 20 });
  fc.assert(
    fc.property(names, fc.nat(900), (spokes, most) => {
      const sweep = (at: number, of: readonly string[]) =>
        spokesToWake(of, [], { now: instant(at), jitter: seconds(most), hash });
      const due = sweep(0, spokes);
      expect(due.map(({ spoke }) => spoke)).toEqual(spokes);
      expect(due.every(({ after }) => after >= 0 && after <= seconds(most))).toBe(true);
      expect(sweep(60_000, spokes.toReversed()).toReversed()).toEqual(due);
    }),
  );
});

test("the time in a sweep follows from the name", () => {
  const due = spokesToWake(["a", "bb"], [], { now, jitter: millis(9), hash });
  expect(due).toEqual([
    { spoke: "a", after: 7 },
    { spoke: "bb", after: 4 },
  ]);
});
