import fc from "fast-check";
import mergePatch from "json-merge-patch";
import { describe, expect, test } from "vitest";
import { statusPatch } from "../../../lib/adapters/kubernetes/statusPatch.ts";

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { noNullPrototype: true }),
  ),
}));
const status = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), plain.value, { noNullPrototype: true });

describe("the patch of a status", () => {
  test("makes one status out of the other", () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(mergePatch.apply(structuredClone(from), statusPatch(from, to) ?? {})).toEqual(to);
      }),
    );
  });

  test("is nothing when nothing changed", () => {
    fc.assert(fc.property(status, (from) => statusPatch(from, structuredClone(from)) === undefined));
  });

  test.for<{ when: string; from: unknown; to: Record<string, unknown>; is: unknown }>([
    { when: "there was none", from: undefined, to: { a: 1 }, is: { a: 1 } },
    { when: "a field went", from: { a: 1, b: { c: 1 } }, to: { b: {} }, is: { a: null, b: { c: null } } },
    { when: "a field is undefined", from: { a: { b: 1 } }, to: { a: undefined }, is: { a: null } },
    { when: "a list changed", from: { a: [1, 2], b: 1 }, to: { a: [1], b: 1 }, is: { a: [1] } },
    { when: "none remains absent", from: undefined, to: {}, is: undefined },
  ])("when $when", ({ from, to, is }) => {
    expect(statusPatch(from, to)).toEqual(is);
  });
});
