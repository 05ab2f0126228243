import { describe, expect, test } from "vitest";
import { paced } from "../../../lib/core/lifecycle/pace.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { later, millis, minutes, rfc3339, seconds } from "../../../lib/core/time.ts";
import { aLook, noon } from "./support/builders.ts";
import { staged } from "./support/stages.ts";

const since = aLook({ resource: staged({ fleet: { step: { name: "podsGone", since: rfc3339(noon) } } }) });
const waits: Plan = { act: "wait", because: "pods are going", step: "podsGone", wake: millis(500) };

describe("what is waited for is looked at more rarely the longer it takes", () => {
  test.for([
    { after: seconds(0), wake: 500 },
    { after: seconds(10), wake: 500 },
    { after: seconds(60), wake: 3000 },
    { after: minutes(5), wake: 15_000 },
    { after: minutes(600), wake: 15_000 },
  ])("after $after ms: every $wake ms", ({ after, wake }) => {
    expect(paced(waits, since, later(noon, after))).toEqual({ ...waits, wake });
  });

  test.for<{ what: string; plan: Plan }>([
    { what: "another step, which begins now", plan: { ...waits, step: "readiness" } },
    { what: "no step", plan: { act: "wait", because: "all is well", wake: millis(500) } },
    { what: "the schedule", plan: { ...waits, wake: "on schedule" } },
    { what: "what is looked at more rarely anyway", plan: { ...waits, wake: minutes(1) } },
    {
      what: "what acts",
      plan: { act: "again", because: "b", effect: { kind: "addFinalizer" }, step: "podsGone", wake: seconds(0) },
    },
  ])("but not $what", ({ plan }) => {
    expect(paced(plan, since, later(noon, minutes(60)))).toBe(plan);
  });
});
