import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlinkDeploymentStatus } from "../../../lib/api/resources/flinkDeployment.ts";
import { claimed } from "../../../lib/core/lifecycle/status/claim.ts";
import { decide } from "../../../lib/core/lifecycle/decide.ts";
import { effectiveState, isTerminal } from "../../../lib/core/lifecycle/observation/jobState.ts";
import type { Outcome, Plan } from "../../../lib/core/lifecycle/plan.ts";
import { report } from "../../../lib/core/lifecycle/status/report.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import type { Instant } from "../../../lib/core/time.ts";
import { anyLook } from "./support/anyLook.ts";
import { circumstances, job } from "./support/builders.ts";
import { runs } from "./support/runs.ts";

interface Told {
  readonly seen: Seen;
  readonly plan: Plan;
  readonly status: FlinkDeploymentStatus;
  readonly is: (type: string) => string | undefined;
}

const refusals: Outcome = { kind: "refused", because: "exceeded quota" };

/** What is told after any look, whatever came of the plan. */
function holds(rule: (told: Told) => void): void {
  fc.assert(
    fc.property(anyLook, fc.boolean(), ({ seen, now }, isRefused) => {
      const plan = decide(seen, circumstances(now));
      const acts = plan.act !== "wait" && plan.act !== "turn" && plan.act !== "leave";
      const outcome: Outcome = acts ? (isRefused ? refusals : { kind: "done" }) : { kind: "nothing" };
      const { status } = report(claimedBy(plan, seen, now), plan, outcome, circumstances(now));
      const is = (type: string): string | undefined =>
        status.conditions.find((condition) => condition.type === type)?.status;
      rule({ seen, plan, status, is });
    }),
    runs(150),
  );
}

/** As the run writes it before it acts. */
function claimedBy(plan: Plan, seen: Seen, now: Instant): Seen {
  if (plan.act !== "create" && plan.act !== "stop" && plan.act !== "trigger") return seen;
  return { ...seen, resource: { ...seen.resource, status: claimed(seen.resource, plan, now) } };
}

const jobSeen = ({ flink }: Seen) => (flink.kind === "answered" ? flink.jobs.find(({ id }) => id === job) : undefined);

const stateSeen = (seen: Seen): string | undefined => {
  const found = jobSeen(seen);
  return found === undefined ? undefined : effectiveState(found);
};

describe("what is told of any look", () => {
  test("Running is True only of a job that Flink said to run in this very look", () => {
    holds(({ seen, is }) => expect(is("Running") !== "True" || stateSeen(seen) === "RUNNING").toBe(true));
  });

  test("a job that is told to run is told as Running", () => {
    holds(({ status, is }) => expect(status.jobStatus?.state === "RUNNING").toBe(is("Running") === "True"));
  });

  test("Running is Unknown where Flink could not be asked, unless the job is known to have ended", () => {
    holds(({ seen, status, is }) => {
      const { state = "RECONCILING" } = status.jobStatus ?? {};
      if (seen.flink.kind !== "unreachable" || isTerminal(state)) return;
      expect(is("Running")).toBe("Unknown");
    });
  });

  test("READY is told only where a pod of the JobManager was seen to be up", () => {
    holds(({ seen, status }) => {
      const isUp = (seen.jobManager?.availableReplicas ?? 0) > 0;
      expect(status.jobManagerDeploymentStatus !== "READY" || isUp).toBe(true);
    });
  });

  test("of what is gone nothing is told to be there", () => {
    holds(({ seen, plan, status, is }) => {
      if (seen.jobManager !== undefined || seen.pods?.length !== 0 || plan.act === "create") return;
      expect(["MISSING", "ERROR"]).toContain(status.jobManagerDeploymentStatus);
      expect(is("Running")).toBe("False");
    });
  });

  test("Ready is True only where the job runs, or has finished, and nothing else is on its way", () => {
    holds(({ status, is }) => {
      if (is("Ready") !== "True") return;
      expect(["STABLE", "DEPLOYED"]).toContain(status.lifecycleState);
      expect(is("Running") === "True" || status.jobStatus?.state === "FINISHED").toBe(true);
    });
  });

  test("Ready is never decided by a look that could not be taken", () => {
    holds(({ seen, status, is }) => {
      const isDone = status.lifecycleState === "STABLE" || status.lifecycleState === "DEPLOYED";
      if (seen.flink.kind !== "unreachable" || !isDone) return;
      expect(is("Ready")).toBe("Unknown");
    });
  });

  test("a job that runs is neither suspended, unless it was recorded so, nor has failed", () => {
    holds(({ seen: { deployed }, status, is }) => {
      if (is("Running") !== "True") return;
      const isStopped = deployed.kind === "recorded" && deployed.last.job?.state === "suspended";
      expect(["FAILED", "CREATED", ...(isStopped ? [] : ["SUSPENDED"])]).not.toContain(status.lifecycleState);
    });
  });

  test("a state in doubt is told as FAILED, unless the job runs or comes up", () => {
    holds(({ plan, status }) => {
      if (plan.obstacle?.reason !== "StateInDoubt") return;
      const { state = "RECONCILING" } = status.jobStatus ?? {};
      const isStill = state === "RECONCILING" || isTerminal(state);
      expect(!isStill || status.lifecycleState === "FAILED").toBe(true);
      expect(status.error).toContain("Manual restore required.");
    });
  });
});
