import { expect, test } from "vitest";
import { differencesBetween } from "../../../lib/core/decisions/differences.ts";

test.for([
  { when: "the same", before: { a: 1, b: [1] }, after: { b: [1], a: 1 }, says: [] },
  { when: "a field that is undefined", before: { a: 1 }, after: { a: 1, b: undefined }, says: [] },
  {
    when: "a nested field",
    before: { plan: { wake: 500, act: "wait" } },
    after: { plan: { wake: 600, act: "wait" } },
    says: [{ field: "plan.wake", recorded: 500, decided: 600 }],
  },
  {
    when: "fields that came and went",
    before: { gone: 1 },
    after: { came: { deep: 2 } },
    says: [
      { field: "gone", recorded: 1, decided: undefined },
      { field: "came", recorded: undefined, decided: { deep: 2 } },
    ],
  },
  {
    when: "an entry of a list",
    before: { passed: ["a", "b"] },
    after: { passed: ["a", "c", "d"] },
    says: [
      { field: "passed[1]", recorded: "b", decided: "c" },
      { field: "passed[2]", recorded: undefined, decided: "d" },
    ],
  },
  {
    when: "a list in place of a map",
    before: { x: {} },
    after: { x: [] },
    says: [{ field: "x", recorded: {}, decided: [] }],
  },
  { when: "nothing of it", before: 1, after: "1", says: [{ field: "", recorded: 1, decided: "1" }] },
])("$when: field by field", ({ before, after, says }) => {
  expect(differencesBetween(before, after)).toEqual(says);
});
