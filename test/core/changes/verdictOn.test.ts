import { describe, expect, test } from "vitest";
import { flinkStateSnapshot } from "../../../lib/api/resources/flinkStateSnapshot.ts";
import type { Judged, SnapshotLook } from "../../../lib/core/changes/judged.ts";
import { verdictOn } from "../../../lib/core/changes/verdictOn.ts";
import { later, minutes, rfc3339 } from "../../../lib/core/time.ts";
import { aDeployIntent, aSession, deployed, noon } from "../lifecycle/support/builders.ts";
import { aCondition, aNote, edited, judged } from "./builders.ts";

const late = { now: later(noon, minutes(60)) };
const wrong = aCondition({ status: "True", reason: "ImagePullBackOff", message: "there is no such image" });
const deployment = { id: "x", generation: 2, attempts: 1, state: { kind: "nothing" } } as const;
const deletionTimestamp = rfc3339(noon);
const inDoubt = { reason: "StateInDoubt", message: "which state?" };
const doubted = aCondition({ status: "True", ...inDoubt, observedGeneration: 2 });

const failedBefore = (look: Judged, generation = 2): Judged => {
  const conditions = [{ ...doubted, observedGeneration: generation }];
  return {
    ...look,
    resource: { ...look.resource, status: { ...look.resource.status, lifecycleState: "FAILED", conditions } },
  };
};

interface Row {
  readonly when: string;
  readonly look: Judged;
  readonly note?: ReturnType<typeof aNote>;
  readonly result: string;
  readonly cause?: string;
}

const pending = "on its way";

function aSessionLook(jobManagerDeploymentStatus: "READY" | "MISSING"): Judged {
  const resource = deployed(aSession({ metadata: { generation: 2 } }));
  const { lastReconciledSpec } = resource.status.reconciliationStatus ?? {};
  const reconciliationStatus = { state: "DEPLOYED", lastReconciledSpec, lastStableSpec: lastReconciledSpec } as const;
  const after = { jobManagerDeploymentStatus, reconciliationStatus };
  return judged(after, { resource });
}

const rows: readonly Row[] = [
  { when: "what was asked for runs", look: judged(), result: "succeeded" },
  { when: "it has finished", look: judged({ jobStatus: { state: "FINISHED" } }), result: "succeeded" },
  { when: "it runs after the deadline was over", look: judged({}, late), result: "succeeded" },
  { when: "it is suspended", look: judged({ lifecycleState: "SUSPENDED", jobStatus: {} }), result: "succeeded" },
  { when: "it comes up", look: judged({ lifecycleState: "DEPLOYED" }), result: pending },
  {
    when: "what was stable once is coming up again",
    look: judged({ jobStatus: { state: "CREATED" } }),
    result: pending,
  },
  { when: "another spec is recorded", look: judged({}, edited()), result: pending },
  { when: "a session cluster takes jobs", look: aSessionLook("READY"), result: "succeeded" },
  { when: "a session cluster is lost", look: aSessionLook("MISSING"), result: pending },
  {
    when: "there was nothing to change",
    look: judged({ lifecycleState: "UPGRADING" }),
    note: aNote({ from: { generation: 2 } }),
    result: "unchanged",
  },
  {
    when: "another change has come",
    look: judged(
      {},
      { ...edited(3), notes: [aNote(), aNote({ id: "c2", from: { generation: 2 }, to: { generation: 3 } })] },
    ),
    result: "superseded",
    cause: "change c2 came before it was carried out",
  },
  {
    when: "a change has come that changes nothing",
    look: judged(
      { lifecycleState: "UPGRADING" },
      { notes: [aNote(), aNote({ id: "c2", from: { generation: 2 }, to: { generation: 2 } })] },
    ),
    result: pending,
  },
  {
    when: "the spec was edited again, and then a change has come that changes nothing",
    look: judged(
      {},
      { ...edited(3), notes: [aNote(), aNote({ id: "c2", from: { generation: 3 }, to: { generation: 3 } })] },
    ),
    result: "superseded",
    cause: "the spec was edited again before it was carried out",
  },
  {
    when: "the spec was edited again",
    look: judged({}, edited(3)),
    result: "superseded",
    cause: "the spec was edited again before it was carried out",
  },
  {
    when: "the spec was edited again, and it is what was deployed and runs",
    look: judged({}, { ...edited(3), progress: { deployment } }),
    result: "succeeded",
  },
  {
    when: "the spec was edited again, and it is what was deployed and comes up",
    look: judged({ lifecycleState: "DEPLOYED" }, { ...edited(3), progress: { deployment } }),
    result: pending,
  },
  {
    when: "the spec was edited again, and it is being replaced",
    look: judged(
      { lifecycleState: "UPGRADING", fleet: { intent: aDeployIntent({ generation: 3 }) } },
      { ...edited(3), progress: { deployment } },
    ),
    result: "superseded",
    cause: "the spec was edited again before it was carried out",
  },
  {
    when: "the resource is being deleted",
    look: judged({ lifecycleState: "DELETING" }, edited(3, { deletionTimestamp })),
    result: "failed",
    cause: "the resource is being deleted",
  },
  {
    when: "the spec is invalid",
    look: judged({}, { ...edited(), obstacle: { reason: "ValidationError", message: "parallelism is 0" } }),
    result: "failed",
    cause: "parallelism is 0",
  },
  {
    when: "it cannot be carried out yet",
    look: judged({}, { ...edited(), obstacle: { reason: "UpgradeBlocked", message: "no checkpoint" } }),
    result: pending,
  },
  {
    when: "what ran before runs again",
    look: judged(
      {
        lifecycleState: "ROLLED_BACK",
        reconciliationStatus: { ...judged().after.reconciliationStatus, state: "ROLLED_BACK" },
      },
      { progress: { trouble: "not ready" } },
    ),
    result: "failed",
    cause: "not ready",
  },
  {
    when: "what ran before runs again, and nobody noted why",
    look: judged({
      lifecycleState: "ROLLED_BACK",
      reconciliationStatus: { ...judged().after.reconciliationStatus, state: "ROLLED_BACK" },
      conditions: [wrong],
    }),
    result: "failed",
    cause: "ImagePullBackOff: there is no such image",
  },
  {
    when: "what ran before is coming up again",
    look: judged({
      lifecycleState: "ROLLED_BACK",
      jobStatus: { state: "CREATED" },
      reconciliationStatus: { ...judged().after.reconciliationStatus, state: "ROLLED_BACK" },
    }),
    result: pending,
  },
  {
    when: "an earlier change was rolled back",
    look: judged(
      {
        lifecycleState: "ROLLED_BACK",
        reconciliationStatus: { ...judged().after.reconciliationStatus, state: "ROLLED_BACK" },
      },
      edited(),
    ),
    result: pending,
  },
  {
    when: "its job has failed",
    look: judged({ lifecycleState: "FAILED", jobStatus: { state: "FAILED" }, conditions: [wrong] }),
    result: "failed",
    cause: "ImagePullBackOff: there is no such image",
  },
  {
    when: "the job before it has failed",
    look: judged({ lifecycleState: "FAILED", jobStatus: { state: "FAILED" } }, edited()),
    result: pending,
  },
  {
    when: "its state is in doubt, at first sight",
    look: judged({ lifecycleState: "FAILED", jobStatus: { state: "RECONCILING" } }, { ...edited(), obstacle: inDoubt }),
    result: pending,
  },
  {
    when: "its state is in doubt, and was for the spec before",
    look: failedBefore(
      judged({ lifecycleState: "FAILED", jobStatus: { state: "RECONCILING" } }, { ...edited(), obstacle: inDoubt }),
      1,
    ),
    result: pending,
  },
  {
    when: "its state is in doubt, and was",
    look: failedBefore(
      judged(
        { lifecycleState: "FAILED", jobStatus: { state: "RECONCILING" }, conditions: [doubted] },
        { ...edited(), obstacle: inDoubt },
      ),
    ),
    result: "failed",
    cause: "StateInDoubt: which state?",
  },
  {
    when: "its deadline is over, and something is wrong",
    look: judged({ lifecycleState: "DEPLOYED", conditions: [wrong] }, late),
    result: "failed",
    cause: "it was not carried out before its deadline: ImagePullBackOff: there is no such image",
  },
  {
    when: "its deadline is over, and something is waited for",
    look: judged(
      {
        lifecycleState: "UPGRADING",
        conditions: [
          aCondition(),
          aCondition({ type: "Progressing", status: "True", message: "the job is being stopped" }),
        ],
      },
      late,
    ),
    result: "failed",
    cause: "it was not carried out before its deadline: the job is being stopped",
  },
  {
    when: "its deadline is over, and nothing is known",
    look: judged({ lifecycleState: "UPGRADING" }, late),
    result: "failed",
    cause: "it was not carried out before its deadline: nothing is known to be wrong",
  },
];

describe("a change of a spec", () => {
  test.for(rows)("$when → $result", ({ look, note = aNote(), result, cause }) => {
    const verdict = verdictOn(note, look);
    expect(verdict?.result ?? pending).toBe(result);
    expect(verdict?.cause).toBe(cause);
  });
});

const savepoint = aNote({ action: "savepoint", from: { generation: 2 }, snapshot: "asked" });
const snapshot = (status: object): SnapshotLook => ({
  kind: "found",
  snapshot: flinkStateSnapshot.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { name: "asked", namespace: "team", uid: "u", resourceVersion: "1" },
    spec: { savepoint: {} },
    status,
  }),
});
const asked = (look: SnapshotLook, more: Partial<Judged> = {}, after = {}): Judged => ({
  ...judged(after),
  snapshots: new Map([["c1", look]]),
  ...more,
});

describe("a savepoint", () => {
  test.for<Row>([
    { when: "it is complete", look: asked(snapshot({ state: "COMPLETED", path: "s3://a/b" })), result: "succeeded" },
    { when: "it is under way", look: asked(snapshot({ state: "IN_PROGRESS" })), result: pending },
    { when: "it failed", look: asked(snapshot({ state: "FAILED", conditions: [wrong] })), result: "failed" },
    { when: "its job went away", look: asked(snapshot({ state: "ABANDONED" })), result: "failed" },
    { when: "its resource is missing", look: asked({ kind: "missing" }), result: "failed" },
    { when: "its resource cannot be seen", look: asked({ kind: "notSeen" }), result: pending },
    { when: "nobody looked for it", look: { ...judged(), snapshots: new Map() }, result: pending },
    { when: "it cannot be seen at its deadline", look: asked({ kind: "notSeen" }, late), result: "failed" },
    {
      when: "the job is being deleted",
      look: { ...asked(snapshot({})), resource: judged({}, edited(3, { deletionTimestamp })).resource },
      result: "failed",
    },
  ])("$when → $result", ({ look, result }) => {
    expect(verdictOn(savepoint, look)?.result ?? pending).toBe(result);
  });

  test("says where it lies and when it was taken", () => {
    const look = asked(snapshot({ state: "COMPLETED", path: "s3://a/b", resultTimestamp: rfc3339(noon) }));
    expect(verdictOn(savepoint, look)?.state).toEqual({ kind: "savepoint", path: "s3://a/b", takenAt: rfc3339(noon) });
    expect(verdictOn(savepoint, asked(snapshot({ state: "COMPLETED" })))?.state).toEqual({ kind: "savepoint" });
  });
});
