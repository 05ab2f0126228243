import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isIn, shards } from "../../../lib/core/sweeping/shards.ts";

const byLength = (text: string): number => text.length;

describe("shards", () => {
  test("namespaces share a shard as long as there is room in it", () => {
    const counts = new Map(Object.entries({ a: 200, bb: 300, ccc: 1, dddd: 499 }));
    expect(shards(counts, 500, byLength)).toEqual([{ namespaces: ["a", "bb"] }, { namespaces: ["ccc", "dddd"] }]);
  });

  test("one that is more than a shard comes in parts, with room for hashes that are spread unevenly", () => {
    expect(shards(new Map([["all", 1000]]), 500, byLength)).toEqual(
      [0, 1, 2].map((index) => ({ namespaces: ["all"], part: { index, of: 3 } })),
    );
  });

  test("the same hash is no tie", () => {
    const counts = new Map(Object.entries({ b: 2, a: 2 }));
    expect(shards(counts, 3, byLength)).toEqual([{ namespaces: ["a"] }, { namespaces: ["b"] }]);
  });

  test("each resource is in exactly one of them, and none is too large", () => {
    const sizes = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 1, max: 40 }), { maxKeys: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 5, max: 30 }), (counts, most) => {
        const all = shards(new Map(Object.entries(counts)), most, byLength);
        for (const [namespace, count] of Object.entries(counts)) {
          const holding = all.filter(({ namespaces }) => namespaces.includes(namespace));
          for (const name of ["x", "xx", "xxx", "xxxx", "xxxxx"]) {
            expect(holding.filter(({ part }) => isIn(name, part, byLength))).toHaveLength(1);
          }
          expect(holding.length > 1).toBe(count > most);
        }
        for (const { namespaces, part } of all.filter((shard) => shard.part === undefined)) {
          expect(part).toBeUndefined();
          expect(namespaces.reduce((sum, one) => sum + (counts[one] ?? 0), 0)).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
