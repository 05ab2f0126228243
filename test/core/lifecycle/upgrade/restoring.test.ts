import { describe, expect, test } from "vitest";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { aDeployment, aLook, answeredOf, aPod, circumstances, job, kept, nothingKept } from "../support/builders.ts";
import { does, type Row } from "../support/does.ts";
import { aState, staged, type Stage } from "../support/stages.ts";

const image = { image: "flink:1.20.9" };
const savepoint = aState({ kind: "savepoint", path: "s3://state/sp/stop", checkpointId: undefined });
const stranger = { owners: ["99999999-9999-4999-8999-999999999999"] };

type RestoreRow = Omit<Row, "after">;

/** The job was stopped with a savepoint, and nothing of its cluster is left. */
function look({ stage = {}, seen = {} }: Omit<RestoreRow, "when" | "does">): Seen {
  const resource = staged({
    last: { mode: "savepoint", spec: image },
    reached: { state: "suspended", upgradeMode: "savepoint" },
    state: "UPGRADING",
    ...stage,
    fleet: { state: savepoint, stoppedAt: "2026-01-01T11:59:00.000Z", ...stage.fleet },
  });
  return aLook({ resource, pods: [], ha: nothingKept, ...seen });
}
const planned = (row: Omit<RestoreRow, "when" | "does">): Plan => decide(look(row), circumstances());

const byHa: Stage = {
  last: { spec: image },
  reached: { state: "suspended", upgradeMode: "last-state" },
  fleet: { state: undefined },
};
const suspended: Stage = { state: "DEPLOYED", wanted: { mode: "savepoint", wants: "suspended", spec: image } };
const resumed: Stage = { state: "DEPLOYED" };

const tables: Readonly<Record<string, readonly RestoreRow[]>> = {
  "a cluster that is in the way of the next one": [
    { when: "its JobManager runs", seen: { jobManager: aDeployment() }, does: "stopPods" },
    {
      when: "its JobManager runs, and its job has ended",
      seen: { jobManager: aDeployment(), flink: answeredOf("FINISHED") },
      does: "deleteDeployments",
    },
    {
      when: "its JobManager was told to stop",
      seen: { jobManager: aDeployment({ wantedReplicas: 0 }), pods: [aPod()] },
      does: "wait for podsGone",
    },
    {
      when: "its JobManager has stopped",
      seen: { jobManager: aDeployment({ wantedReplicas: 0 }) },
      does: "deleteDeployments",
    },
    {
      when: "its Deployments are going",
      seen: { jobManager: aDeployment({ deleting: true }) },
      does: "wait for podsGone",
    },
    { when: "a JobManager pod is left", seen: { pods: [aPod()] }, does: "wait for podsGone" },
    {
      when: "a TaskManager pod is left",
      seen: { pods: [aPod({ component: "taskmanager" })] },
      does: "wait for podsGone",
    },
    { when: "nobody looked for pods", seen: { pods: undefined }, does: "wait for podsGone" },
    {
      when: "only its TaskManagers' Deployment is left",
      seen: { taskManager: aDeployment({ name: "counts-taskmanager" }) },
      does: "deleteDeployments",
    },
    { when: "it is somebody else's", seen: { jobManager: aDeployment(stranger) }, does: "wait: ClusterExists" },
  ],
  "the next cluster": [
    { when: "the job was stopped with a savepoint", does: "create from s3://state/sp/stop" },
    { when: "the job had no state", stage: { fleet: { state: undefined } }, does: "create from nothing" },
    {
      when: "another operator stopped the job with a savepoint",
      stage: {
        fleet: { state: undefined, stoppedAt: undefined },
        jobStatus: { upgradeSavepointPath: "s3://their/sp" },
      },
      does: "create from s3://their/sp",
    },
    {
      when: "another operator knows only that there was a last state",
      stage: { fleet: { state: undefined }, jobStatus: { upgradeSavepointPath: "KUBERNETES_OPERATOR_LAST_STATE" } },
      does: "wait: StateInDoubt",
    },
    {
      when: "an older operator had stopped the job, which noted the savepoint elsewhere",
      stage: {
        fleet: { state: undefined, stoppedAt: undefined },
        jobStatus: { savepointInfo: { lastSavepoint: { location: "s3://their/old", timeStamp: 5 } } },
      },
      does: "create from s3://their/old",
    },
    {
      when: "last-state, by the HA metadata",
      stage: byHa,
      seen: { ha: kept({ checkpointId: 9 }) },
      does: "create from lastState",
    },
    { when: "last-state, and the HA metadata is gone", stage: byHa, does: "wait: StateInDoubt" },
    {
      when: "last-state, and the spec has no high availability by now",
      stage: { ...byHa, wanted: { ha: false, spec: image } },
      seen: { ha: kept({ checkpointId: 9 }) },
      does: "wait: StateInDoubt",
    },
    {
      when: "the HA metadata is newer, and of another version of Flink than the spec asks for by now",
      stage: {
        wanted: { mode: "savepoint", spec: { ...image, flinkVersion: "v2_1" } },
        fleet: { state: aState({ flinkVersion: "v1_20" }) },
      },
      seen: { ha: kept({ checkpointId: 9 }) },
      does: "wait: StateInDoubt",
    },
    {
      when: "the HA metadata is newer, and what the job was started from is of an older version of Flink",
      stage: { ...byHa, fleet: { state: aState({ jobId: "a".repeat(32), flinkVersion: "v1_19" }) } },
      seen: { ha: kept({ checkpointId: 9 }) },
      does: "create from lastState",
    },
    {
      when: "we had stopped the job, and an older savepoint is noted elsewhere",
      stage: {
        fleet: { state: undefined },
        jobStatus: { savepointInfo: { lastSavepoint: { location: "s3://their/old", timeStamp: 5 } } },
      },
      does: "create from nothing",
    },
    {
      when: "last-state, and no checkpoint was completed",
      stage: byHa,
      seen: { ha: kept() },
      does: "stopped by savepoint",
    },
    { when: "HA metadata is left over", seen: { ha: kept({ checkpointId: 9 }) }, does: "deleteHaMetadata" },
    {
      when: "HA metadata of a job before is left over",
      stage: { fleet: { state: undefined } },
      seen: { ha: kept({ jobId: "a".repeat(32) }) },
      does: "deleteHaMetadata",
    },
    {
      when: "ConfigMaps without a job are left over",
      seen: { ha: { kind: "looked", configMaps: [{ name: "counts-cluster-config-map", uid: "u" }], jobs: [] } },
      does: "create from s3://state/sp/stop",
    },
    {
      when: "the first deployment never came up",
      stage: { first: true, wanted: { job: { initialSavepointPath: " s3://user/1 " } } },
      does: "create from s3://user/1",
    },
    {
      when: "the first deployment never came up, and the spec is stateless by now",
      stage: { first: true, wanted: { mode: "stateless", job: { initialSavepointPath: "s3://user/1" } } },
      does: "create from s3://user/1",
    },
    {
      when: "the spec was made stateless since",
      stage: { wanted: { mode: "stateless", spec: image }, metadata: { generation: 2 } },
      does: "stopped by stateless given up",
    },
    {
      when: "the spec was stateless already, and the cluster was lost: a mode speaks of upgrades",
      stage: { wanted: { mode: "stateless" } },
      does: "create from s3://state/sp/stop",
    },
    {
      when: "the state was given up",
      stage: {
        wanted: { mode: "stateless", spec: image },
        reached: { state: "suspended", upgradeMode: "stateless" },
        fleet: { state: undefined },
      },
      does: "create from nothing",
    },
    {
      when: "the spec names another state by now",
      stage: {
        wanted: {
          mode: "savepoint",
          spec: image,
          job: { savepointRedeployNonce: 4, initialSavepointPath: "s3://user/2" },
        },
      },
      does: "stopped by savepoint from s3://user/2",
    },
    {
      when: "the spec asks for no state by another nonce",
      stage: { wanted: { mode: "savepoint", spec: image, job: { savepointRedeployNonce: 4 } } },
      does: "create from s3://state/sp/stop",
    },
    {
      when: "the spec names another state by now, and is invalid",
      stage: {
        wanted: {
          mode: "savepoint",
          spec: { serviceAccount: undefined },
          job: { savepointRedeployNonce: 4, initialSavepointPath: "s3://user/2" },
        },
      },
      does: "create from s3://state/sp/stop",
    },
  ],
  "a job that is to be suspended": [
    { when: "its cluster is gone", stage: { ...suspended, state: "UPGRADING" }, does: "turn: suspended" },
    {
      when: "its cluster is going",
      stage: { ...suspended, state: "UPGRADING" },
      seen: { jobManager: aDeployment() },
      does: "stopPods",
    },
    {
      when: "the spec is invalid besides",
      stage: {
        state: "UPGRADING",
        wanted: { mode: "savepoint", wants: "suspended", spec: { serviceAccount: undefined } },
      },
      does: "turn: suspended",
    },
    { when: "it is suspended", stage: suspended, does: "wait" },
    {
      when: "it is suspended, and the spec changes otherwise",
      stage: { ...suspended, wanted: { wants: "suspended" } },
      does: "wait",
    },
    {
      when: "it is suspended, and a JobManager of it is left",
      stage: suspended,
      seen: { jobManager: aDeployment() },
      does: "stopPods",
    },
    { when: "it is resumed", stage: resumed, does: "create from s3://state/sp/stop" },
    {
      when: "it is resumed by an invalid spec",
      stage: { ...resumed, wanted: { mode: "savepoint", spec: { serviceAccount: undefined } } },
      does: "wait: ValidationError",
    },
    {
      when: "it is resumed from HA metadata",
      stage: { ...byHa, state: "DEPLOYED" },
      seen: { ha: kept({ checkpointId: 2 }) },
      does: "create from lastState",
    },
    {
      when: "it is resumed with its state given up",
      stage: { ...resumed, wanted: { mode: "stateless", spec: image }, metadata: { generation: 2 } },
      does: "stopped by stateless given up",
    },
  ],
  "what another operator had begun": [
    {
      when: "it made the cluster and did not record it",
      stage: { fleet: { state: undefined, stoppedAt: undefined }, status: { jobManagerDeploymentStatus: "MISSING" } },
      seen: { jobManager: aDeployment({ deploymentId: undefined }) },
      does: "turn: recorded",
    },
    {
      when: "the cluster is of the generation before",
      stage: {
        fleet: { state: undefined, stoppedAt: undefined },
        status: { jobManagerDeploymentStatus: "MISSING", observedGeneration: 2 },
      },
      seen: { jobManager: aDeployment({ deploymentId: undefined }) },
      does: "stopPods",
    },
    {
      when: "the cluster is the one that we have stopped",
      stage: { status: { jobManagerDeploymentStatus: "MISSING" } },
      seen: { jobManager: aDeployment({ deploymentId: undefined }) },
      does: "stopPods",
    },
    {
      when: "the cluster is ours",
      stage: { fleet: { state: undefined, stoppedAt: undefined }, status: { jobManagerDeploymentStatus: "MISSING" } },
      seen: { jobManager: aDeployment() },
      does: "stopPods",
    },
    {
      when: "the cluster is going",
      stage: { fleet: { state: undefined, stoppedAt: undefined }, status: { jobManagerDeploymentStatus: "MISSING" } },
      seen: { jobManager: aDeployment({ deploymentId: undefined, deleting: true }) },
      does: "wait for podsGone",
    },
  ],
};

describe.for(Object.entries(tables))("%s", ([, rows]) => {
  test.for(rows)("$when → $does", (row) => {
    expect(does(planned(row))).toBe(row.does);
  });
});

describe("the announced deployment", () => {
  test("goes on with the job's id only where HA metadata is found by it", () => {
    expect(planned({ stage: byHa, seen: { ha: kept({ checkpointId: 9 }) } })).toMatchObject({ intent: { jobId: job } });
    expect(planned({})).toMatchObject({
      intent: { jobId: circumstances().fresh.jobId, deploymentId: circumstances().fresh.deploymentId },
    });
  });

  test("is of the newest spec", () => {
    const wanted = { mode: "savepoint", spec: { image: "flink:newest" } } as const;
    const plan = planned({ stage: { wanted, metadata: { generation: 5 } } });
    expect(plan).toMatchObject({ intent: { generation: 5 }, effect: { spec: { image: "flink:newest" } } });
  });

  test("is of the last good spec where the newest is invalid", () => {
    const wanted = { mode: "savepoint", spec: { serviceAccount: undefined } } as const;
    expect(planned({ stage: { wanted } })).toMatchObject({ effect: { spec: { ...image, job: { state: "running" } } } });
  });

  test("is of the version of Flink that can read the HA metadata, whatever the spec asks for by now", () => {
    const stage = { ...byHa, wanted: { spec: { image: "flink:2.1", flinkVersion: "v2_1" } } };
    expect(planned({ stage, seen: { ha: kept({ checkpointId: 9 }) } })).toMatchObject({
      effect: { spec: { ...image, flinkVersion: "v1_20" } },
      intent: { restoreFrom: { kind: "lastState" } },
    });
  });

  test("tells before it removes HA metadata", () => {
    const plan = planned({ seen: { ha: kept({ checkpointId: 9 }) } });
    expect(plan.tell?.map(({ reason }) => reason)).toEqual(["HaMetadataRemoved"]);
    expect(plan).toMatchObject({ effect: { configMaps: [{ uid: "u" }] } });
  });
});

describe("a rollback under way", () => {
  const stage: Stage = {
    last: { mode: "savepoint", spec: { image: "flink:bad" } },
    stable: { mode: "savepoint", spec: { image: "flink:good" } },
    state: "ROLLING_BACK",
  };

  test("makes the last good cluster from the newest state", () => {
    const plan = planned({ stage });
    expect(does(plan)).toBe("create from s3://state/sp/stop");
    expect(plan).toMatchObject({
      because: expect.stringContaining("rolling back"),
      effect: { spec: { image: "flink:good" } },
    });
  });

  test("is over as soon as the user changes the spec, and the new one is what is recorded", () => {
    const seen = look({ stage: { ...stage, wanted: { mode: "savepoint", spec: { image: "flink:mended" } } } });
    const plan = decide(seen, circumstances());
    expect(plan).toMatchObject({
      act: "turn",
      turn: {
        kind: "stopped",
        into: "UPGRADING",
        upgradeMode: "savepoint",
        state: undefined,
        spec: { image: "flink:mended" },
      },
    });
  });
});
