import { expect, test } from "vitest";
import { sortedJson } from "../../../../lib/core/lifecycle/spec/sortedJson.ts";

const items = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ b: index, a: [index], ...more }));

test("keys are sorted at every depth, and what is not there is left out", () => {
  expect(sortedJson({ b: { d: 1, c: undefined }, a: [{ f: null, e: "x" }] })).toBe(
    '{"a":[{"e":"x","f":null}],"b":{"d":1}}',
  );
});

test.for([0, 1, 19, 20, 21, 500])(
  "a list of %i items is the same whether it is met first or again, and another is another",
  (count) => {
    const [list, other] = [items(count), items(count, { c: 1 })];
    const plain = JSON.stringify(list.map(({ a, b }) => ({ a, b })));
    expect([sortedJson(list), sortedJson({ list }), sortedJson(list)]).toEqual([plain, `{"list":${plain}}`, plain]);
    expect(sortedJson(other)).toBe(JSON.stringify(other.map(({ a, b }) => ({ a, b, c: 1 }))));
  },
);
