import { expect, test } from "vitest";
import type { Fault } from "../../../lib/core/fault.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { blockers, isUnseen } from "../../../lib/core/planning/blockers.ts";
import type { Course } from "../../../lib/core/planning/course.ts";
import { seconds } from "../../../lib/core/time.ts";
import { aLook, anApplication } from "../lifecycle/support/builders.ts";
import { aCourse, aDecision } from "./support/aPlan.ts";

const waits = (parts: Partial<Plan> = {}): Plan =>
  ({ act: "wait", because: "waiting for a pod", wake: seconds(5), ...parts }) as Plan;

const obstacle = { reason: "ValidationError", message: "parallelism must be larger than 0" } as const;
const writes = [{ verb: "create", object: "Deployment default/orders" }] as const;
const before = { apiVersion: "v1", kind: "FlinkDeployment", metadata: { name: "orders" } };
const invalid = aDecision(waits({ obstacle: { ...obstacle } } as Partial<Plan>));

interface Case {
  readonly when: string;
  readonly course: Partial<Course>;
  readonly told: readonly string[];
}

const cases: readonly Case[] = [
  { when: "nothing was decided", course: { settled: false }, told: [] },
  { when: "all is done", course: { decisions: [aDecision(waits())], writes }, told: [] },
  {
    when: "a change waits",
    course: { decisions: [aDecision(waits())], writes, settled: false },
    told: ["Waiting: waiting for a pod"],
  },
  {
    when: "a change waits before anything is written",
    course: { decisions: [aDecision(waits())], settled: false, before, wanted: { ...before, spec: {} } },
    told: ["Waiting: waiting for a pod"],
  },
  {
    when: "what nobody has asked for waits",
    course: { decisions: [aDecision(waits())], settled: false, before, wanted: before },
    told: [],
  },
  {
    when: "something stands in its way, also where nothing more is expected",
    course: { decisions: [invalid] },
    told: ["ValidationError: parallelism must be larger than 0"],
  },
  { when: "what stood in its way is gone", course: { decisions: [invalid, aDecision(waits())] }, told: [] },
  {
    when: "it is somebody else's",
    course: { decisions: [aDecision(waits({ act: "leave", because: "another owner" }))] },
    told: ["NotOurs: another owner"],
  },
];

test.for(cases)("$when", ({ course, told }) => {
  expect(blockers(aCourse(course)).map(({ reason, message }) => `${reason}: ${message}`)).toEqual(told);
});

test("a secret of what was looked at is not told", () => {
  const resource = anApplication({
    spec: { flinkConfiguration: { "s3.secret-key": "hunter2-hunter2" } },
  });
  const decision = aDecision(waits({ because: "hunter2-hunter2 was refused for counts" }), aLook({ resource }));
  const [told] = blockers(aCourse({ decisions: [decision], writes, settled: false }));
  expect(told?.message).toBe("****** was refused for counts");
});

const faults: readonly { readonly fault: Fault; readonly told: string }[] = [
  { fault: { kind: "missing", what: "FlinkDeployments" }, told: "Missing: FlinkDeployments is not there" },
  { fault: { kind: "denied", what: "Pods", because: "403" }, told: "NoRights: Pods: 403" },
  { fault: { kind: "unavailable", what: "Pods", because: "503" }, told: "CannotBeLookedAt: Pods: 503" },
  { fault: { kind: "conflict", what: "orders", because: "409" }, told: "Changing: orders: 409" },
  { fault: { kind: "rejected", what: "orders", because: "422" }, told: "Rejected: orders: 422" },
];

test.for(faults)("$fault.kind: nobody knows what would be done", ({ fault, told }) => {
  const blocked = [...blockers(aCourse({ fault, decisions: [invalid] }))];
  expect(blocked.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([told]);
  expect(isUnseen({ blocked })).toBe(true);
});

test("what blocks it otherwise is known well", () => {
  const known = ["Waiting", "NotOurs", "NotInCharge", "NotLookedAfter", "ValidationError"];
  expect(isUnseen({ blocked: known.map((reason) => ({ reason, message: "" })) })).toBe(false);
});
