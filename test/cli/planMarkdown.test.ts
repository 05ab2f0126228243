import { expect, test } from "vitest";
import type { FleetPlan, ResourcePlan } from "../../lib/api/plan.ts";
import { planMarkdown } from "../../lib/cli/planning/planMarkdown.ts";
import { totalsOf } from "../../lib/core/planning/totals.ts";
import { instant } from "../../lib/core/time.ts";

const one = (name: string, fields: number): ResourcePlan => ({
  cluster: "one",
  kind: "FlinkDeployment",
  namespace: "default",
  name,
  effect: "restart",
  because: "for @everybody | and <b>all</b>",
  spec: Array.from({ length: fields }, (_, index) => ({ path: `/spec/x${index}`, from: "a", to: "```" })),
  objects: [],
  writes: [],
  slots: { from: 2, to: 2 },
  blocked: [],
  drift: [],
  rests: {},
});

const markdownOf = (resources: readonly ResourcePlan[]): string => {
  const plan: FleetPlan = {
    kind: "FlinkFleetPlan",
    version: 1,
    madeAt: "2026-01-01T00:00:00Z",
    salt: "salt",
    resources: [...resources],
    failures: [],
    totals: totalsOf(resources),
  };
  return planMarkdown(plan, instant(0));
};

test.for([
  { resources: 1, fields: 5000 },
  { resources: 3000, fields: 2 },
  { resources: 100, fields: 100 },
])("$resources resources of $fields fields are one comment, and what is left out is counted", (size) => {
  const all = Array.from({ length: size.resources }, (_, index) => one(`orders-${index}`, size.fields));
  const text = markdownOf(all);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/_\d+ more, too long for one comment/);
});

test("what it tells is no markup and calls for nobody", () => {
  const text = markdownOf([one("orders", 1)]);
  expect(text).not.toMatch(/@everybody|<b>/);
  expect(text).toContain("\\| and");
  expect(text).toContain("````diff");
});
