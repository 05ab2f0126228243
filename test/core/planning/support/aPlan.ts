import type { ResourcePlan } from "../../../../lib/api/plan.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import type { Course, CourseDecision } from "../../../../lib/core/planning/course.ts";
import { aLook, circumstances } from "../../lifecycle/support/builders.ts";

/** Of an application whose image changes, unless said otherwise. */
export const aPlan = (parts: Partial<ResourcePlan> = {}): ResourcePlan => ({
  cluster: "east",
  kind: "FlinkDeployment",
  namespace: "default",
  name: "orders",
  effect: "restart",
  because: "spec changed",
  spec: [],
  objects: [],
  writes: [{ verb: "create", object: "Deployment default/orders" }],
  slots: { from: 2, to: 2 },
  blocked: [],
  drift: [],
  seen: { uid: "u1", resourceVersion: "7", generation: 2, fields: { "/spec/image": "aaa", "/spec/mode": "bbb" } },
  rests: { "Deployment default/orders": { resourceVersion: "9", digest: "ccc" } },
  ...parts,
});

export const aDecision = (plan: Plan, seen: Seen = aLook()): CourseDecision => ({
  seen,
  circumstances: circumstances(),
  decision: { rule: "settling", passed: [], plan },
});

/** Of a resource that is as it is asked for, unless said otherwise. */
export const aCourse = (parts: Partial<Course> = {}): Course => ({
  kind: "FlinkDeployment",
  namespace: "default",
  name: "orders",
  writes: [],
  written: [],
  decisions: [],
  fault: undefined,
  settled: true,
  before: undefined,
  after: undefined,
  wanted: undefined,
  ...parts,
});
