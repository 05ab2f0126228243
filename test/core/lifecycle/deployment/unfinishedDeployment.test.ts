import { describe, expect, test } from "vitest";
import { claimed } from "../../../../lib/core/lifecycle/status/claim.ts";
import { created } from "../../../../lib/core/lifecycle/status/created.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { later, rfc3339, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aLook,
  aPod,
  circumstances,
  job,
  kept,
  noon,
  nothingKept,
} from "../support/builders.ts";
import { does, type Row } from "../support/does.ts";
import { aState, staged, type Stage } from "../support/stages.ts";

const other = { deploymentId: "y" };
const stranger = { owners: ["99999999-9999-4999-8999-999999999999"] };
const taskManager = (parts: Partial<Seen["taskManager"]> = {}) => aDeployment({ name: "counts-taskmanager", ...parts });
const intent = aDeployIntent({ restoreFrom: { kind: "savepoint", path: "s3://state/cp/chk-7" } });
const refused = { jobManagerDeploymentStatus: "ERROR" };

/** An upgrade after whose claim nobody knows what came of it. */
function planned({ stage = {}, seen = {}, after = 60 }: Omit<Row, "when" | "does">): Plan {
  const resource = staged({
    last: { mode: "savepoint" },
    reached: { state: "suspended", upgradeMode: "savepoint" },
    state: "UPGRADING",
    ...stage,
    fleet: { intent, state: aState(), stoppedAt: rfc3339(noon), ...stage.fleet },
    status: { jobManagerDeploymentStatus: "MISSING", ...stage.status },
  });
  return decide(aLook({ resource, pods: [], ha: nothingKept, ...seen }), circumstances(later(noon, seconds(after))));
}

const mended: Stage = {
  wanted: { mode: "savepoint", spec: { image: "flink:mended" } },
  metadata: { generation: 2 },
  status: refused,
};

describe("an upgrade that was announced", () => {
  test.for<Row>([
    { when: "just now", after: 29, does: "wait" },
    { when: "and never made", does: "create from s3://state/cp/chk-7" },
    {
      when: "and made in part just now",
      seen: { jobManager: aDeployment() },
      after: 1,
      does: "create from s3://state/cp/chk-7",
    },
    { when: "and another deployment has the name", seen: { jobManager: aDeployment(other) }, does: "stopPods" },
    {
      when: "and another operator's deployment has the name",
      seen: { jobManager: aDeployment({ deploymentId: undefined }) },
      does: "stopPods",
    },
    {
      when: "and pods of another deployment are left",
      seen: { jobManager: aDeployment({ ...other, wantedReplicas: 0 }), pods: [aPod()] },
      does: "wait for podsGone",
    },
    {
      when: "and TaskManagers of another deployment are there",
      seen: { jobManager: aDeployment(), taskManager: taskManager(other) },
      does: "deleteDeployments",
    },
    {
      when: "and somebody else's deployment has the name",
      seen: { jobManager: aDeployment(stranger) },
      does: "wait: ClusterExists",
    },
    {
      when: "and somebody else's TaskManagers have the name",
      seen: { jobManager: aDeployment(), taskManager: taskManager(stranger) },
      does: "wait: ClusterExists",
    },
    { when: "and refused", stage: { status: refused }, after: 59, does: "wait" },
    { when: "and refused a minute ago", stage: { status: refused }, does: "create from s3://state/cp/chk-7" },
    { when: "and refused, and the spec was mended", stage: mended, after: 1, does: "stopped by savepoint" },
    {
      when: "and refused, and the spec was mended, and the state is in HA metadata",
      stage: { ...mended, reached: { state: "suspended", upgradeMode: "last-state" } },
      seen: { ha: kept({ checkpointId: 3 }) },
      after: 1,
      does: "stopped by last-state",
    },
    {
      when: "and refused in part, and the spec was mended",
      stage: mended,
      seen: { jobManager: aDeployment() },
      after: 1,
      does: "turn: created",
    },
    {
      when: "and refused in part, and the spec was mended, in standalone mode",
      stage: mended,
      seen: { taskManager: taskManager() },
      after: 1,
      does: "turn: created",
    },
    {
      when: "and not refused, and the spec was mended",
      stage: { ...mended, status: {} },
      does: "create from s3://state/cp/chk-7",
    },
  ])("$when → $does", (row) => {
    expect(does(planned(row))).toBe(row.does);
  });

  test("is carried out as it was announced, at another time", () => {
    const stage = { ...mended, status: {} };
    expect(planned({ stage })).toMatchObject({
      intent: { ...intent, at: rfc3339(later(noon, seconds(60))) },
      effect: { spec: { image: "flink:1.20", job: { state: "running" } } },
    });
  });

  test("is made by the upgrade mode of the spec, not by that of the last restore", () => {
    const plan = planned({ stage: { last: { mode: "last-state" } } });
    expect(plan).toMatchObject({ effect: { spec: { job: { upgradeMode: "last-state" } } } });
  });
});

describe("what is remembered of a deployment", () => {
  const after = (
    restoreFrom: Extract<Plan, { act: "create" }>["intent"]["restoreFrom"],
    state = aState(),
    jobId = job as string,
  ) => {
    const resource = staged({
      reached: { state: "suspended", upgradeMode: "savepoint" },
      state: "UPGRADING",
      fleet: {
        state,
        stoppedAt: rfc3339(noon),
        step: { name: "podsGone", since: rfc3339(noon) },
        failedStop: { attempts: 1, generation: 1, because: "x", at: rfc3339(noon) },
      },
    });
    const plan = {
      act: "create",
      because: "",
      wake: seconds(1),
      intent: { ...intent, jobId, restoreFrom },
      effect: { kind: "createCluster", spec: resource.spec },
    } as const;
    const status = claimed(resource, plan, noon);
    return created({ ...resource, status }, plan, circumstances());
  };
  const fresh = "f".repeat(32);
  const made = (restoreFrom: typeof intent.restoreFrom) => ({
    deploymentId: "x",
    deployed: { generation: intent.generation, restoreFrom, rendering: expect.any(Number) as number },
  });

  test("from a known state: that state", () => {
    expect(after({ kind: "savepoint", path: aState().path }, aState(), fresh).fleet).toEqual({
      state: aState(),
      ...made({ kind: "savepoint", path: aState().path }),
    });
  });

  test("from a known state of a job with the same id: that it is of before", () => {
    const { jobId: _same, checkpointId: _counted, ...state } = aState();
    expect(after({ kind: "savepoint", path: aState().path }).fleet).toEqual({
      state,
      ...made({ kind: "savepoint", path: state.path }),
    });
  });

  test("from another path: the path, not verified", () => {
    expect(after({ kind: "savepoint", path: "s3://user/1" }).fleet?.state).toEqual({
      kind: "savepoint",
      path: "s3://user/1",
      flinkVersion: "v1_20",
      at: rfc3339(noon),
      verified: false,
    });
  });

  test("from nothing: nothing", () => {
    expect(after({ kind: "nothing" }).fleet).toEqual(made({ kind: "nothing" }));
  });

  test("from the HA metadata: what was known, and the Apache operator's marker", () => {
    const status = after({ kind: "lastState" });
    expect(status.fleet?.state).toEqual(aState());
    expect(status.jobStatus?.upgradeSavepointPath).toBe("KUBERNETES_OPERATOR_LAST_STATE");
  });
});
