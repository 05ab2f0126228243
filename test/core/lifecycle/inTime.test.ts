import { describe, expect, test } from "vitest";
import { inTime } from "../../../lib/core/lifecycle/inTime.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { later, millis, minutes, seconds, type Millis } from "../../../lib/core/time.ts";
import { aDeployIntent, anApplication, noon } from "./support/builders.ts";

const basis = { because: "it is time", wake: seconds(2) };
const { spec } = anApplication();
const intent = aDeployIntent();
const plans: Readonly<Record<string, { readonly plan: Plan; readonly needs: Millis }>> = {
  "making a cluster": {
    plan: { ...basis, act: "create", intent, effect: { kind: "createCluster", spec } },
    needs: minutes(1),
  },
  "submitting a job": {
    plan: { ...basis, act: "create", intent, effect: { kind: "runJob", spec } },
    needs: minutes(3),
  },
  "removing a finalizer": { plan: { ...basis, act: "again", effect: { kind: "removeFinalizer" } }, needs: seconds(0) },
  waiting: { plan: { ...basis, act: "wait" }, needs: seconds(0) },
};

describe.for(Object.entries(plans))("%s", ([, { plan, needs }]) => {
  test("is done while there is time for it", () => {
    expect(inTime(plan, { now: noon, until: later(noon, needs) })).toBe(plan);
    expect(inTime(plan, { now: noon })).toBe(plan);
  });

  test.skipIf(needs === 0)("is left to a later run where there is less", () => {
    expect(inTime(plan, { now: noon, until: later(noon, millis(needs - 1)) })).toEqual({
      act: "leave",
      because: "too little time is left for this: it is time",
      wake: seconds(1),
    });
  });
});
