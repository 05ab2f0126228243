import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldChanges, fieldDigests } from "../../../lib/core/planning/fieldChanges.ts";

const digest = (text: string): string => text.padEnd(12, ".");

test.for([
  { what: "nothing", before: { a: 1 }, after: { a: 1 }, told: [] },
  { what: "keys in another order", before: { a: { b: 1, c: 2 } }, after: { a: { c: 2, b: 1 } }, told: [] },
  { what: "a value", before: { a: { b: 1 } }, after: { a: { b: 2 } }, told: [{ path: "/a/b", from: "1", to: "2" }] },
  {
    what: "a list, whole",
    before: { a: [1] },
    after: { a: [1, 2] },
    told: [{ path: "/a", from: "[1]", to: "[1, 2]" }],
  },
  { what: "a field more", before: {}, after: { a: true }, told: [{ path: "/a", to: "true" }] },
  { what: "a field less", before: { a: true }, after: {}, told: [{ path: "/a", from: "true" }] },
])("$what is told by its place", ({ before, after, told }) => expect(fieldChanges(before, after)).toEqual(told));

/** The same JSON with the keys of every map the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

test("the order of keys changes no digest, at any depth", () => {
  const json = fc.jsonValue();
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (value) => {
      const [one, other] = [fieldDigests(turned(value), digest), fieldDigests(value, digest)];
      return JSON.stringify(one) === JSON.stringify(other) && fieldChanges(turned(value), value).length === 0;
    }),
  );
});
