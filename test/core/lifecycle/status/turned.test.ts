import { describe, expect, test } from "vitest";
import type { Turn } from "../../../../lib/core/lifecycle/plan.ts";
import { recordedSpec } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { turned } from "../../../../lib/core/lifecycle/status/turned.ts";
import { later, rfc3339, seconds } from "../../../../lib/core/time.ts";
import { aDeployIntent, aLook, aSession, circumstances, deployed, job, noon } from "../support/builders.ts";
import { aState, specOf, staged, type Stage } from "../support/stages.ts";

const now = later(noon, seconds(7));
const stop = { kind: "stop", way: "savepoint", from: "ROLLED_BACK", generation: 1, jobId: job, at: rfc3339(noon) };
const step = { name: "savepoint", since: rfc3339(noon) };
const failedStop = { attempts: 2, generation: 1, because: "x", at: rfc3339(noon) };
const journal = { intent: stop, step, failedStop, state: aState(), deploymentId: "d" };
const wanted = { mode: "savepoint", spec: { image: "flink:new" } } as const;

/** The status after a turn, and what its record says. */
function after(turn: Turn, stage: Stage = {}) {
  const resource = staged({
    last: { mode: "savepoint" },
    wanted,
    metadata: { generation: 3 },
    fleet: journal,
    status: { error: "old" },
    ...stage,
  });
  const status = turned(resource.status, turn, aLook({ resource }), circumstances(now));
  const record = recordedSpec(status.reconciliationStatus?.lastReconciledSpec);
  if (record.kind !== "recorded") throw new Error("nothing is recorded");
  const { firstDeployment, spec } = record;
  return {
    before: resource.status,
    status,
    job: spec.job,
    record: { firstDeployment, image: spec.image, state: spec.job?.state, mode: spec.job?.upgradeMode },
  };
}

const stopped = (parts: Partial<Extract<Turn, { readonly kind: "stopped" }>> = {}): Turn => ({
  kind: "stopped",
  spec: specOf(wanted).spec,
  upgradeMode: "savepoint",
  state: aState({ path: "s3://state/sp/1" }),
  into: "UPGRADING",
  firstDeployment: false,
  ...parts,
});

describe("stopped", () => {
  test("records the new spec as not reached, and the state to go on from", () => {
    const { status, record } = after(stopped());
    expect(record).toEqual({ firstDeployment: false, image: "flink:new", state: "suspended", mode: "savepoint" });
    expect(status).toMatchObject({
      observedGeneration: 3,
      jobStatus: { jobId: job, state: "FINISHED", upgradeSavepointPath: "s3://state/sp/1" },
      reconciliationStatus: { state: "UPGRADING" },
    });
    expect(status.fleet).toEqual({
      state: aState({ path: "s3://state/sp/1" }),
      deploymentId: "d",
      stoppedAt: rfc3339(now),
    });
    expect(status.error).toBeUndefined();
  });

  test("keeps the known state where none is named, and the end that the job has had", () => {
    const { status } = after(stopped({ state: undefined }), { jobStatus: { state: "CANCELED" } });
    expect(status.fleet?.state).toEqual(aState());
    expect(status.jobStatus).toMatchObject({ state: "CANCELED", upgradeSavepointPath: aState().path });
  });

  test("names no path where the HA metadata has it", () => {
    const { status, record } = after(stopped({ state: undefined, upgradeMode: "last-state" }), {
      jobStatus: { upgradeSavepointPath: "s3://old" },
    });
    expect(status.jobStatus).not.toHaveProperty("upgradeSavepointPath");
    expect(record.mode).toBe("last-state");
  });

  test("forgets what is given up", () => {
    const { status, record } = after(stopped({ state: null, upgradeMode: "stateless" }), {
      jobStatus: { upgradeSavepointPath: "s3://old" },
    });
    expect(status.fleet).toEqual({ deploymentId: "d", stoppedAt: rfc3339(now) });
    expect(status.jobStatus).not.toHaveProperty("upgradeSavepointPath");
    expect(record.mode).toBe("stateless");
  });

  test("of a rollback keeps the bad spec recorded, so that it is not tried again", () => {
    const { status, record } = after(stopped({ into: "ROLLING_BACK", upgradeMode: "last-state" }), {
      last: { spec: { image: "flink:bad" } },
    });
    expect(record).toEqual({ firstDeployment: false, image: "flink:bad", state: "suspended", mode: "last-state" });
    expect(status).toMatchObject({ observedGeneration: 1, reconciliationStatus: { state: "ROLLING_BACK" } });
  });

  test("leaves snapshots that were asked for and not taken to be asked for, and those that were taken done with", () => {
    const asked = (savepoint?: number, checkpoint?: number) => ({
      ...(savepoint === undefined ? {} : { savepointTriggerNonce: savepoint }),
      ...(checkpoint === undefined ? {} : { checkpointTriggerNonce: checkpoint }),
    });
    const nonces = (last: object, now: object): object => {
      const turn = stopped({ spec: specOf({ ...wanted, job: { ...now } }).spec });
      const { job: recorded } = after(turn, { last: { mode: "savepoint", job: { ...last } } });
      return asked(recorded?.savepointTriggerNonce, recorded?.checkpointTriggerNonce);
    };
    expect(nonces(asked(7, 7), asked(8, 8))).toEqual(asked(7, 7));
    expect(nonces(asked(), asked(8, 8))).toEqual(asked());
    expect(nonces(asked(7, 7), asked())).toEqual(asked());
  });

  test("ends what was recorded as under way in the job that is gone", () => {
    const request = { triggerId: "a".repeat(32), triggerType: "MANUAL", triggerTimestamp: noon };
    const jobStatus = { savepointInfo: request, checkpointInfo: request };
    expect(after(stopped(), { jobStatus }).status.jobStatus).toMatchObject({
      savepointInfo: { lastPeriodicSavepointTimestamp: 0 },
      checkpointInfo: { lastPeriodicCheckpointTimestamp: 0 },
    });
    const { savepointInfo, checkpointInfo } = after(stopped(), { jobStatus }).status.jobStatus ?? {};
    for (const info of [savepointInfo, checkpointInfo]) {
      expect(info).not.toHaveProperty("triggerId");
      expect(info).not.toHaveProperty("triggerType");
    }
  });

  test("of a first deployment that never came up is a first one still", () => {
    expect(after(stopped({ firstDeployment: true })).record.firstDeployment).toBe(true);
  });

  test("of a session cluster says nothing of a job", () => {
    const resource = deployed(aSession(), { jobStatus: undefined });
    const { jobStatus } = turned(
      resource.status,
      stopped({ spec: resource.spec }),
      aLook({ resource }),
      circumstances(now),
    );
    expect(jobStatus).toBeUndefined();
  });
});

describe("a stop that failed", () => {
  const because = "x".repeat(900);
  test("is counted, told, and the job goes on as before", () => {
    const { status, before } = after({ kind: "stopFailed", because });
    expect(status.reconciliationStatus).toEqual({ ...before.reconciliationStatus, state: "ROLLED_BACK" });
    expect(status.fleet).toEqual({
      state: aState(),
      deploymentId: "d",
      failedStop: { attempts: 3, generation: 3, because: because.slice(0, 500), at: rfc3339(now) },
    });
    expect(JSON.parse(status.error ?? "")).toMatchObject({
      type: expect.stringContaining("UpgradeFailureException"),
      message: expect.stringContaining("could not be stopped with its state: xxx"),
    });
  });

  test("for the first time is the first attempt", () => {
    expect(after({ kind: "stopFailed", because }, { fleet: { intent: stop } }).status.fleet?.failedStop?.attempts).toBe(
      1,
    );
  });
});

describe("suspended", () => {
  test("is done with, and stable", () => {
    const stage: Stage = {
      state: "UPGRADING",
      reached: { state: "suspended", upgradeMode: "savepoint" },
      status: { error: "old", clusterInfo: { a: "b" } },
    };
    const { status } = after({ kind: "suspended" }, stage);
    expect(status).toMatchObject({
      jobManagerDeploymentStatus: "MISSING",
      jobStatus: { state: "FINISHED" },
      clusterInfo: {},
      taskManager: { labelSelector: "", replicas: 0 },
      reconciliationStatus: { state: "DEPLOYED" },
    });
    expect(status.reconciliationStatus?.lastStableSpec).toBe(status.reconciliationStatus?.lastReconciledSpec);
    expect(status.fleet).toEqual({ state: aState(), deploymentId: "d" });
    expect(status.error).toBeUndefined();
  });
});

describe("accepted", () => {
  test.for(["DEPLOYED", "UPGRADING"] as const)("records what is there as %s", (into) => {
    const { status, record } = after({
      kind: "accepted",
      spec: specOf(wanted).spec,
      into,
      jobId: "j",
      deploymentId: "e",
    });
    expect(record).toEqual({ firstDeployment: false, image: "flink:new", state: "running", mode: "savepoint" });
    expect(status).toMatchObject({
      observedGeneration: 3,
      jobStatus: { jobId: "j", state: "RECONCILING" },
      reconciliationStatus: { state: into, reconciliationTimestamp: now },
      taskManager: { replicas: 2 },
    });
    expect(status.fleet).toEqual({ state: aState(), deploymentId: "e" });
  });

  test("keeps the job that is known", () => {
    const { status, before } = after({ kind: "accepted", spec: specOf(wanted).spec, into: "DEPLOYED" });
    expect(status.jobStatus).toEqual(before.jobStatus);
    expect(status.fleet?.deploymentId).toBe("d");
  });
});

test("created: as far as it will be, with what was wrong", () => {
  const intent = aDeployIntent({ generation: 3, deploymentId: "e", restoreFrom: { kind: "lastState" } });
  const { status, record } = after(
    { kind: "created", intent, effect: { kind: "createCluster", spec: specOf({}).spec } },
    { state: "UPGRADING", reached: { state: "suspended", upgradeMode: "savepoint" } },
  );
  expect(record).toMatchObject({ image: "flink:1.20", state: "running", mode: "savepoint" });
  expect(status).toMatchObject({
    error: "old",
    jobManagerDeploymentStatus: "DEPLOYING",
    reconciliationStatus: { state: "DEPLOYED" },
    fleet: { deploymentId: "e" },
  });
  expect(status.fleet).not.toHaveProperty("intent");
});

test("recorded: what another operator has made", () => {
  const { status, record } = after(
    { kind: "recorded" },
    { state: "UPGRADING", reached: { state: "suspended", upgradeMode: "last-state" } },
  );
  expect(record).toMatchObject({ state: "running", mode: "last-state", image: "flink:1.20" });
  expect(status).toMatchObject({
    jobManagerDeploymentStatus: "DEPLOYING",
    jobStatus: { state: "RECONCILING" },
    reconciliationStatus: { state: "DEPLOYED" },
  });
});

test("rolling back: nothing but the state", () => {
  const { status, before } = after({ kind: "rollingBack" });
  expect(status).toEqual({
    ...before,
    reconciliationStatus: { ...before.reconciliationStatus, state: "ROLLING_BACK" },
  });
});
