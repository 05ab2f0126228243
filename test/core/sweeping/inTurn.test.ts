import fc from "fast-check";
import { expect, test } from "vitest";
import { inTurn } from "../../../lib/core/sweeping/inTurn.ts";
import { instant, minutes } from "../../../lib/core/time.ts";

const count = fc.integer({ min: 1, max: 600 });
const start = fc.integer({ min: 0, max: 4e12 }).map(instant);
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index);

test("all are there, in their order", () => {
  fc.assert(
    fc.property(count, start, (n, now) => {
      const turned = inTurn(upTo(n), now);
      expect(turned.toSorted((a, b) => a - b)).toEqual(upTo(n));
      expect(turned.filter((one, index) => index > 0 && one !== ((turned[index - 1] ?? 0) + 1) % n)).toEqual([]);
    }),
  );
});

test("in the same minute the same one comes first", () => {
  const minute = instant(minutes(29_000_000));
  const last = instant(minute + minutes(1) - 1);
  expect(inTurn(upTo(100), last)).toEqual(inTurn(upTo(100), minute));
  expect(inTurn(upTo(100), instant(last + 1))).not.toEqual(inTurn(upTo(100), minute));
});

test("passes that come to a tenth of all have come to each of them after thirty", () => {
  fc.assert(
    fc.property(count, start, (n, now) => {
      const seen = new Set<number>();
      for (let pass = 0; pass < 30; pass += 1) {
        const turned = inTurn(upTo(n), instant(now + minutes(pass)));
        for (const one of turned.slice(0, Math.ceil(n / 10))) seen.add(one);
      }
      expect(seen.size).toBe(n);
    }),
  );
});

test("none are none", () => {
  expect(inTurn([], instant(0))).toEqual([]);
});
