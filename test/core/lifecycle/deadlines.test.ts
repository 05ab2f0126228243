import { describe, expect, test } from "vitest";
import { noted, waitedFor, withDeadline, type Step } from "../../../lib/core/lifecycle/deadlines.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { later, millis, minutes, rfc3339, seconds } from "../../../lib/core/time.ts";
import { aLook, noon } from "./support/builders.ts";
import { staged } from "./support/stages.ts";

const waits = (step: Step): Plan => ({ act: "wait", because: "something is awaited", step, wake: seconds(1) });
/** A look at a resource whose journal says that `step` is waited for since noon. */
const begun = (step?: string) =>
  aLook({ resource: staged(step === undefined ? {} : { fleet: { step: { name: step, since: rfc3339(noon) } } }) });
const obstacle = (plan: Plan) => (plan.act === "wait" ? plan.obstacle : undefined);

describe("a deadline", () => {
  test.for<{ step: Step; after: number; reason: string; advice: string }>([
    { step: "savepoint", after: 12, reason: "SavepointOverdue", advice: "execution.checkpointing.timeout" },
    { step: "cancellation", after: 3, reason: "CancellationOverdue", advice: "TaskManagers may be deleted by hand" },
    { step: "adoption", after: 5, reason: "ClusterExists", advice: "Restore the status" },
    { step: "healthyJob", after: 5, reason: "UpgradeBlocked", advice: "job.upgradeMode last-state" },
    { step: "flink", after: 5, reason: "UpgradeBlocked", advice: "kubectl describe" },
    { step: "checkpointAge", after: 15, reason: "UpgradeBlocked", advice: "max.allowed.checkpoint.age" },
    { step: "readiness", after: 5, reason: "NotReadyInTime", advice: "rollback" },
    { step: "removal", after: 5, reason: "RemovalOverdue", advice: "kubectl get deployments,pods" },
    { step: "podsGone", after: 5, reason: "PodsRemain", advice: "--force" },
  ])("of $step is $after minutes, and says what to do", ({ step, after, reason, advice }) => {
    const at = (by: number) => withDeadline(waits(step), begun(step), later(noon, millis(by)));
    expect(obstacle(at(minutes(after) - 1))).toBeUndefined();
    expect(obstacle(at(minutes(after)))).toEqual({
      reason,
      message: expect.stringMatching(
        new RegExp(`^something is awaited for more than ${after} minutes: .*${advice}`, "u"),
      ),
    });
    expect(at(minutes(after))).toMatchObject({ act: "wait", step, wake: seconds(1) });
  });

  test.for([
    { when: "something else was waited for", before: "flink" },
    { when: "nothing was waited for", before: undefined },
  ])("begins anew where $when", ({ before }) => {
    expect(obstacle(withDeadline(waits("podsGone"), begun(before), later(noon, minutes(60))))).toBeUndefined();
    expect(waitedFor(begun(before), "podsGone", later(noon, minutes(60)))).toBe(0);
  });

  test("leaves alone what acts, what stands in the way already, and what waits for nothing", () => {
    const late = later(noon, minutes(60));
    const blocked: Plan = { ...waits("podsGone"), act: "wait", obstacle: { reason: "Other", message: "m" } };
    const idle: Plan = { act: "wait", because: "all is well", wake: "on schedule" };
    const acting: Plan = {
      act: "again",
      because: "b",
      effect: { kind: "addFinalizer" },
      step: "podsGone",
      wake: seconds(1),
    };
    for (const plan of [blocked, idle]) expect(withDeadline(plan, begun("podsGone"), late)).toBe(plan);
    expect(withDeadline(acting, begun("podsGone"), noon)).toBe(acting);
  });

  test("is over as well for what is done again and again", () => {
    const acting: Plan = {
      act: "again",
      because: "b",
      effect: { kind: "addFinalizer" },
      step: "podsGone",
      wake: seconds(1),
    };
    expect(withDeadline(acting, begun("podsGone"), later(noon, minutes(60)))).toMatchObject({
      act: "again",
      obstacle: { reason: "PodsRemain" },
    });
  });
});

describe("the journal's note of a step", () => {
  const late = later(noon, minutes(2));
  test.for([
    { when: "it begins", before: undefined, since: late },
    { when: "it goes on", before: "podsGone", since: noon },
    { when: "it takes the place of another", before: "flink", since: late },
  ])("$when", ({ before, since }) => {
    const seen = begun(before);
    expect(noted(seen.resource.status.fleet, "podsGone", seen, late)).toEqual({
      step: { name: "podsGone", since: rfc3339(since) },
    });
  });

  test("goes with its step, and takes nothing else along", () => {
    const seen = begun("podsGone");
    expect(noted(seen.resource.status.fleet, undefined, seen, late)).toBeUndefined();
    expect(
      noted({ step: { name: "podsGone", since: rfc3339(noon) }, deploymentId: "x" }, undefined, seen, late),
    ).toEqual({
      deploymentId: "x",
    });
    expect(noted(undefined, undefined, begun(), late)).toBeUndefined();
  });
});
