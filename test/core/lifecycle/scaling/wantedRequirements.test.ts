import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Extent } from "../../../../lib/core/lifecycle/scaling/extent.ts";
import { wantedRequirements } from "../../../../lib/core/lifecycle/scaling/wantedRequirements.ts";

const extent = (parallelism: number, overrides: Extent["overrides"] = {}): Extent => ({
  jobManagers: 1,
  taskManagers: undefined,
  parallelism,
  overrides,
});
const bounds = (lowerBound: number, upperBound: number) => ({ lowerBound, upperBound });

type Case = readonly [string, Parameters<typeof wantedRequirements>[0], Readonly<Record<string, object>>];

test.for<Case>([
  [
    "vertices with the job's parallelism follow it, others stay",
    { current: { a: bounds(1, 2), b: bounds(1, 1), c: bounds(3, 7) }, from: [extent(2)], to: extent(4) },
    { a: bounds(1, 4), b: bounds(1, 1), c: bounds(3, 7) },
  ],
  [
    "the lower bound is never raised, and never above the upper one",
    { current: { a: bounds(4, 4), b: bounds(1, 4) }, from: [extent(4)], to: extent(2) },
    { a: bounds(2, 2), b: bounds(1, 2) },
  ],
  [
    "an override counts for its vertex, whatever that has",
    { current: { a: bounds(1, 2), b: bounds(1, 9) }, from: [extent(2)], to: extent(2, { b: "3" }) },
    { a: bounds(1, 2), b: bounds(1, 3) },
  ],
  [
    "an override and another parallelism",
    { current: { a: bounds(1, 2), b: bounds(1, 2) }, from: [extent(2)], to: extent(4, { b: "3" }) },
    { a: bounds(1, 4), b: bounds(1, 3) },
  ],
  [
    "an override of a vertex that the job does not have",
    { current: { a: bounds(1, 2) }, from: [extent(2)], to: extent(2, { z: "many" }) },
    { a: bounds(1, 2) },
  ],
  [
    "an override that is gone, of a vertex that the job does not have",
    { current: { a: bounds(1, 2) }, from: [extent(2, { z: "3" })], to: extent(4) },
    { a: bounds(1, 4) },
  ],
  [
    "what has been asked for since counts as the job's parallelism too",
    { current: { a: bounds(1, 4), b: bounds(1, 3) }, from: [extent(2), extent(4)], to: extent(6) },
    { a: bounds(1, 6), b: bounds(1, 3) },
  ],
  [
    "back to where it was",
    { current: { a: bounds(1, 4) }, from: [extent(2), extent(4)], to: extent(2) },
    { a: bounds(1, 2) },
  ],
  [
    "back to 1, where vertices with 1 may stay",
    { current: { a: bounds(1, 4), b: bounds(1, 1) }, from: [extent(1), extent(4)], to: extent(1) },
    { a: bounds(1, 1), b: bounds(1, 1) },
  ],
  [
    "a job with a single vertex, from 1",
    { current: { a: bounds(1, 1) }, from: [extent(1)], to: extent(3) },
    { a: bounds(1, 3) },
  ],
])("%s", ([, question, requirements]) => {
  expect(wantedRequirements(question)).toEqual({ kind: "requirements", requirements });
});

test.for<readonly [string, Parameters<typeof wantedRequirements>[0], string]>([
  [
    "an override is gone",
    { current: { a: bounds(1, 3) }, from: [extent(2, { a: "3" })], to: extent(2) },
    "vertex a loses its override, and which parallelism it has of its own is not known",
  ],
  [
    "an override is no number",
    { current: { a: bounds(1, 3) }, from: [extent(2)], to: extent(2, { a: "0" }) },
    "the override '0' of vertex a is not a whole number of at least 1",
  ],
  [
    "all vertices have 1",
    { current: { a: bounds(1, 1), b: bounds(1, 1) }, from: [extent(1)], to: extent(3) },
    "vertices that are to stay at 1 cannot be told from those that have the job's parallelism of 1",
  ],
])("an upgrade is needed: %s", ([, question, because]) => {
  expect(wantedRequirements(question)).toEqual({ kind: "none", because });
});

const parallelism = fc.integer({ min: 1, max: 8 });
const vertices = fc.dictionary(
  fc.constantFrom("a", "b", "c", "d"),
  fc.tuple(parallelism, parallelism).map(([x, y]) => bounds(Math.min(x, y), Math.max(x, y))),
);

test("Flink takes whatever is asked for: all vertices, 1 ≤ lower ≤ upper; and asking twice changes nothing", () => {
  fc.assert(
    fc.property(vertices, parallelism, parallelism, (current, before, after) => {
      const question = { from: [extent(before)], to: extent(after) };
      const wanted = wantedRequirements({ ...question, current });
      if (wanted.kind === "none") return;
      const { requirements } = wanted;
      expect(Object.keys(requirements).toSorted()).toEqual(Object.keys(current).toSorted());
      for (const [vertex, { lowerBound, upperBound }] of Object.entries(requirements)) {
        expect(lowerBound).toBeGreaterThanOrEqual(1);
        expect(lowerBound).toBeLessThanOrEqual(Math.min(upperBound, current[vertex]?.lowerBound ?? 0));
      }
      expect(wantedRequirements({ ...question, current: requirements })).toEqual(wanted);
    }),
  );
});
