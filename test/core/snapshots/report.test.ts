import { describe, expect, test } from "vitest";
import type { FlinkStateSnapshot } from "../../../lib/api/resources/flinkStateSnapshot.ts";
import { claimed } from "../../../lib/core/snapshots/claim.ts";
import { decide } from "../../../lib/core/snapshots/decide.ts";
import type { SnapshotOutcome, SnapshotPlan, Verdict } from "../../../lib/core/snapshots/plan.ts";
import { report, type SnapshotReport } from "../../../lib/core/snapshots/report.ts";
import type { ProgressView } from "../../../lib/core/snapshots/seen.ts";
import { later, millis, minutes, rfc3339, seconds } from "../../../lib/core/time.ts";
import {
  aJob,
  aLook,
  announced,
  asked,
  aSnapshot,
  away,
  circumstances,
  deleted,
  fresh,
  job,
  noon,
  where,
} from "./support/builders.ts";

const at = later(noon, seconds(5));
const conclude = (verdict: Verdict): SnapshotPlan => ({ act: "conclude", because: "so", verdict, wake: millis(0) });
const reported = (
  resource: FlinkStateSnapshot,
  plan: SnapshotPlan,
  outcome: SnapshotOutcome = { kind: "nothing" },
): SnapshotReport => report(resource, plan, outcome, at);

const condition = ({ status }: SnapshotReport, type: string): string | undefined => {
  const found = status.conditions.find((one) => one.type === type);
  return found && `${found.status} ${found.reason}`;
};

const once = decide(aLook(aSnapshot()), circumstances()) as Extract<SnapshotPlan, { readonly act: "once" }>;

describe("a claim", () => {
  test("announces the request in the Apache operator's words, and says of which job", () => {
    const failed = aSnapshot({ status: { failures: 1, resultTimestamp: rfc3339(noon), fleet: { waitingSince: "x" } } });
    expect(claimed(failed, once, at)).toMatchObject({
      state: "IN_PROGRESS",
      triggerId: fresh,
      triggerTimestamp: rfc3339(at),
      failures: 1,
      fleet: { intent: { jobId: job, at: rfc3339(noon) } },
    });
    expect(Object.keys(claimed(failed, once, at))).not.toContain("resultTimestamp");
    expect(claimed(failed, once, at).fleet).not.toHaveProperty("waitingSince");
  });

  test("of a request that was lost goes on counting from the first, and forgets its id", () => {
    const again = claimed(announced(), { ...once, triggerId: undefined }, at);
    expect(again.triggerTimestamp).toBe(rfc3339(noon));
    expect(again).not.toHaveProperty("triggerId");
  });
});

describe("a report", () => {
  test.for<[string, Verdict, object, ready: string, degraded: string, events: readonly string[]]>([
    [
      "complete",
      { kind: "completed", path: where },
      { state: "COMPLETED", path: where, resultTimestamp: rfc3339(at), failures: 0 },
      "True SnapshotComplete",
      "False AsExpected",
      [],
    ],
    [
      "complete without a place",
      { kind: "completed", path: undefined },
      { state: "COMPLETED", path: "" },
      "True SnapshotComplete",
      "False AsExpected",
      ["SavepointError"],
    ],
    [
      "failed, to be tried again",
      { kind: "failed", because: "disk full" },
      { state: "TRIGGER_PENDING", failures: 1, resultTimestamp: rfc3339(at) },
      "False SnapshotPending",
      "True SnapshotFailed",
      ["SavepointError"],
    ],
    [
      "abandoned",
      { kind: "abandoned", because: "the job is gone" },
      { state: "ABANDONED", error: "the job is gone", failures: 0 },
      "False SnapshotAbandoned",
      "True SnapshotAbandoned",
      ["SnapshotAbandoned"],
    ],
  ])("%s", ([, verdict, status, ready, degraded, events]) => {
    const found = reported(announced(), conclude(verdict));
    expect(found.status).toMatchObject(status);
    expect(found.status.fleet).toEqual({});
    expect(condition(found, "Ready")).toBe(ready);
    expect(condition(found, "Degraded")).toBe(degraded);
    expect(found.happenings.map(({ reason }) => reason)).toEqual(events);
  });

  test.for<[limit: number, failures: number, state: string]>([
    [-1, 99, "TRIGGER_PENDING"],
    [0, 0, "FAILED"],
    [1, 0, "TRIGGER_PENDING"],
    [1, 1, "FAILED"],
  ])("with a limit of %i, after %i failures, one more is %s", ([backoffLimit, failures, state]) => {
    const resource = announced({ spec: { backoffLimit }, status: { failures } });
    const found = reported(resource, conclude({ kind: "failed", because: "disk full" }));
    expect(found.status).toMatchObject({ state, failures: failures + 1 });
    expect(JSON.parse(found.status.error ?? "")).toMatchObject({
      type: "org.apache.flink.kubernetes.operator.exception.ReconciliationException",
      message: "disk full",
    });
    expect(condition(found, "Progressing")).toBe(state === "FAILED" ? "False Settled" : "True SnapshotPending");
  });

  test("of a failed checkpoint tells so by its own event", () => {
    const resource = announced({ spec: { savepoint: undefined, checkpoint: {} } });
    const found = reported(resource, conclude({ kind: "failed", because: "no" }));
    expect(found.happenings).toMatchObject([{ reason: "CheckpointError", component: "Snapshot", type: "Warning" }]);
  });

  test("clears what was wrong once the snapshot is there", () => {
    const resource = announced({ status: { error: '{"message":"disk full"}', failures: 2 } });
    const found = reported(resource, conclude({ kind: "completed", path: where }));
    expect(found.status).not.toHaveProperty("error");
    expect(found.status.failures).toBe(2);
  });

  test("of an attempt that follows a failed one still says what failed", () => {
    const resource = announced({ status: { error: '{"message":"disk full"}', failures: 2 } });
    const found = reported(resource, { act: "wait", because: "Flink takes the snapshot", wake: seconds(5) });
    const [, , degraded] = found.status.conditions;
    expect(degraded?.message).toBe("Attempts that failed: 2, and another one is made. The last one: disk full");
  });

  test.for<[what: string, progress: ProgressView, ready: string]>([
    ["nobody could look", { kind: "notSeen", because: "timeout" }, "Unknown SnapshotInProgress"],
    ["Flink takes it", { kind: "inProgress" }, "False SnapshotInProgress"],
  ])("of a snapshot that is under way says what was seen: %s", ([, progress, ready]) => {
    const resource = announced();
    const plan = decide(aLook(resource, { progress }), circumstances());
    expect(condition(reported(resource, plan), "Ready")).toBe(ready);
  });

  test("of a snapshot that was never asked for does not call in doubt that it is missing", () => {
    const resource = aSnapshot();
    const target = { kind: "notSeen", because: "timeout" } as const;
    const found = reported(resource, decide(aLook(resource, { target }), circumstances()));
    expect(condition(found, "Ready")).toBe("False SnapshotPending");
  });

  test("keeps the id that Flink gave", () => {
    const resource = announced({ status: { triggerId: undefined } });
    expect(reported(resource, once, { kind: "triggered", triggerId: asked }).status.triggerId).toBe(asked);
  });

  test("of a refused request is one of a failed attempt", () => {
    const found = reported(announced(), once, { kind: "refused", because: "no directory" });
    expect(found.status).toMatchObject({ state: "TRIGGER_PENDING", failures: 1 });
  });

  test("of files that Flink does not delete says so, and leaves the snapshot as it is", () => {
    const resource = aSnapshot(deleted({ status: { state: "COMPLETED", path: where } }));
    const plan = decide(aLook(resource), circumstances());
    const found = reported(resource, plan, { kind: "refused", because: "403" });
    expect(found.status).toMatchObject({ state: "COMPLETED", path: where, failures: 0 });
    expect(condition(found, "Degraded")).toBe("True CleanupFailed");
    expect(found.happenings).toMatchObject([{ reason: "CleanupFailed" }]);
  });

  test("says since when the job is waited for, and forgets it when that is over", () => {
    const resource = aSnapshot();
    const first = reported(resource, decide(aLook(resource, { target: aJob(away) }), circumstances())).status;
    expect(first.fleet).toEqual({ waitingSince: rfc3339(at) });
    const waiting = { ...resource, status: first };
    const second = report(
      waiting,
      decide(aLook(waiting, { target: aJob(away) }), circumstances()),
      { kind: "nothing" },
      later(at, minutes(1)),
    );
    expect(second.status).toEqual(first);
    expect(second.happenings).toEqual([]);
    const over = report(waiting, { act: "wait", because: "x", wake: seconds(5) }, { kind: "nothing" }, at);
    expect(over.status.fleet).toEqual({});
  });

  test("tells an obstacle once", () => {
    const resource = aSnapshot();
    const look = aLook(resource, { target: { kind: "missing" } });
    const first = reported(resource, decide(look, circumstances()));
    expect(first.happenings).toMatchObject([{ reason: "ValidationError", component: "Operator" }]);
    const next = { ...resource, status: first.status };
    expect(reported(next, decide({ ...look, resource: next }, circumstances())).happenings).toEqual([]);
  });
});
