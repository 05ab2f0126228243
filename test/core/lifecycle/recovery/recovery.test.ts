import { describe, expect, test } from "vitest";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { specRecord } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { later, minutes, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployment,
  aJob,
  aLook,
  answered,
  answeredOf,
  aPod,
  aSession,
  circumstances,
  deployed,
  job,
  kept,
  noon,
  nothingKept,
} from "../support/builders.ts";
import { does, type Row } from "../support/does.ts";
import {
  ago,
  aState,
  checkpointInfo,
  seenEnded,
  silent,
  specOf,
  staged,
  told,
  type SpecParts,
  type Stage,
} from "../support/stages.ts";

const stranger = { owners: ["99999999-9999-4999-8999-999999999999"] };
const planned = ({ stage = {}, seen = {}, after = 0 }: Omit<Row, "when" | "does">): Plan =>
  decide(
    aLook({ resource: staged(stage), pods: [], ha: nothingKept, ...seen }),
    circumstances(later(noon, seconds(after))),
  );

const operator = (option: string, value: string): SpecParts => ({
  configuration: { [`kubernetes.operator.${option}`]: value },
});
const invalid: SpecParts = { spec: { serviceAccount: undefined } };
const up = { jobManager: aDeployment() };
const newest = told({ completed: checkpointInfo(9) });
const endedAt = (
  state: "CANCELED" | "FAILED" | "FINISHED",
  minutesAgo: number,
  checkpoints = newest,
): Partial<Seen> => ({
  ...up,
  flink: { ...answered({ ...aJob(state), endTime: ago(minutesAgo) }), checkpoints } as Seen["flink"],
});
const restarting = operator("job.restart.failed", "true");
const standalone = { spec: { mode: "standalone" } };
const lostOne: Stage = { jobStatus: { state: "RUNNING" } };

const tables: Readonly<Record<string, readonly Row[]>> = {
  "a JobManager whose Deployment is lost": [
    {
      when: "HA metadata is there",
      stage: lostOne,
      seen: { ha: kept({ checkpointId: 3 }) },
      does: "stopped by last-state",
    },
    { when: "HA metadata is there, without a checkpoint yet", seen: { ha: kept() }, does: "stopped by last-state" },
    { when: "HA metadata is elsewhere", seen: { ha: { kind: "elsewhere" } }, does: "stopped by last-state" },
    { when: "HA metadata is gone", does: "wait: StateInDoubt" },
    {
      when: "HA metadata is of another job",
      seen: { ha: kept({ jobId: "a".repeat(32) }) },
      does: "wait: StateInDoubt",
    },
    { when: "the job is stateless", stage: { last: { mode: "stateless" } }, does: "stopped by stateless" },
    {
      when: "the job is stateless, and HA metadata is there",
      stage: { last: { mode: "stateless" } },
      seen: { ha: kept() },
      does: "stopped by last-state",
    },
    {
      when: "the mode is savepoint, and HA metadata is there",
      stage: { last: { mode: "savepoint" } },
      seen: { ha: kept({ checkpointId: 3 }) },
      does: "stopped by last-state",
    },
    {
      when: "recovery is off",
      stage: { last: operator("jm-deployment-recovery.enabled", "false") },
      does: "wait for readiness",
    },
    { when: "its pods are still there", seen: { pods: [aPod()], ha: kept() }, does: "wait for podsGone" },
    { when: "the job had finished", stage: { jobStatus: seenEnded("FINISHED") }, does: "wait" },
    {
      when: "it was scaled to 0",
      stage: lostOne,
      seen: { jobManager: aDeployment({ wantedReplicas: 0 }), ha: kept({ checkpointId: 3 }) },
      does: "stopped by last-state",
    },
    {
      when: "it was scaled to 0, and its job has ended before it goes",
      stage: lostOne,
      seen: { jobManager: aDeployment({ wantedReplicas: 0 }), flink: answeredOf("FINISHED"), ha: kept() },
      does: "wait",
    },
    {
      when: "the spec has become invalid",
      stage: { wanted: invalid },
      seen: { ha: kept({ checkpointId: 3 }) },
      does: "stopped by last-state",
    },
    {
      when: "what runs is the last good spec",
      stage: { state: "ROLLED_BACK", stable: { spec: { image: "flink:good" } } },
      seen: { ha: kept({ checkpointId: 3 }) },
      does: "stopped by last-state, rolling back",
    },
  ],
  "a lost JobManager, and a spec that has become invalid": [
    {
      when: "its pods are still there",
      stage: { wanted: invalid },
      seen: { pods: [aPod()] },
      does: "wait: ValidationError",
    },
  ],
  "a job that ended": [
    {
      when: "it was cancelled",
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 1),
      does: "stopped by savepoint from s3://state/cp/chk-9",
    },
    {
      when: "it was cancelled, and its end was seen just now",
      stage: { jobStatus: { state: "RUNNING" } },
      seen: endedAt("CANCELED", 1),
      does: "wait for flink",
    },
    {
      when: "it was cancelled just now",
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 0.1),
      does: "wait",
    },
    {
      when: "it was cancelled and had no state",
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 1, told()),
      does: "stopped by savepoint",
    },
    {
      when: "it was cancelled, and Flink knows nothing but that",
      stage: { stable: {}, jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 1, { kind: "disabled" }),
      does: "wait: StateInDoubt",
    },
    {
      when: "it was cancelled, is stateless, and Flink knows nothing but that",
      stage: { last: { mode: "stateless" }, stable: { mode: "stateless" }, jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 1, { kind: "disabled" }),
      does: "stopped by stateless given up",
    },
    {
      when: "it was cancelled and is stateless",
      stage: { last: { mode: "stateless" }, jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 1),
      does: "stopped by stateless given up",
    },
    {
      when: "it was cancelled and is to be suspended",
      stage: { wanted: { wants: "suspended" }, jobStatus: seenEnded("CANCELED") },
      seen: endedAt("CANCELED", 1),
      does: "stopped by savepoint from s3://state/cp/chk-9",
    },
    { when: "it has failed", stage: { jobStatus: seenEnded("FAILED") }, seen: endedAt("FAILED", 1), does: "wait" },
    {
      when: "it has failed, and is to be restarted",
      stage: { last: restarting, jobStatus: seenEnded("FAILED") },
      seen: endedAt("FAILED", 1),
      does: "stopped by savepoint from s3://state/cp/chk-9",
    },
    {
      when: "it has failed just now, and is to be restarted",
      stage: { last: restarting, jobStatus: seenEnded("FAILED") },
      seen: endedAt("FAILED", 0.1),
      does: "wait",
    },
    {
      when: "it has finished",
      stage: { last: restarting, jobStatus: seenEnded("FINISHED") },
      seen: endedAt("FINISHED", 1),
      does: "wait",
    },
  ],
  "the cluster of a job that ended": [
    {
      when: "it finished less than a day ago",
      stage: { jobStatus: { state: "FINISHED", updateTime: String(ago(60 * 24 - 1)) } },
      seen: endedAt("FINISHED", 1),
      does: "wait",
    },
    {
      when: "it finished a day ago",
      stage: { jobStatus: { state: "FINISHED", updateTime: String(ago(60 * 24)) } },
      seen: endedAt("FINISHED", 1),
      does: "deleteDeployments",
    },
    {
      when: "it finished before the user's own time",
      stage: {
        last: operator("jm-deployment.shutdown-ttl", "1 h"),
        jobStatus: { state: "FINISHED", updateTime: String(ago(60)) },
      },
      seen: endedAt("FINISHED", 1),
      does: "deleteDeployments",
    },
    {
      when: "nobody knows when it finished",
      stage: { jobStatus: { state: "FINISHED" } },
      seen: endedAt("FINISHED", 1),
      does: "wait",
    },
    {
      when: "only TaskManagers are left of it",
      stage: { last: standalone, jobStatus: { state: "FINISHED", updateTime: String(ago(60 * 24)) } },
      seen: { taskManager: aDeployment({ name: "counts-taskmanager" }) },
      does: "deleteDeployments",
    },
    {
      when: "it was suspended by another operator, which left the TaskManagers",
      stage: {
        last: standalone,
        wanted: { ...standalone, wants: "suspended" },
        reached: { state: "suspended", upgradeMode: "last-state" },
      },
      seen: { taskManager: aDeployment({ name: "counts-taskmanager" }) },
      does: "deleteDeployments",
    },
    {
      when: "somebody else's TaskManagers have the name",
      stage: { last: standalone, jobStatus: { state: "FINISHED", updateTime: String(ago(60 * 24)) } },
      seen: { taskManager: aDeployment({ ...stranger, name: "counts-taskmanager" }) },
      does: "wait",
    },
  ],
  "TaskManagers whose Deployment is lost": [
    {
      when: "standalone",
      stage: { last: standalone },
      seen: { ...up, flink: answeredOf("RUNNING") },
      does: "createTaskManagers",
    },
    {
      when: "standalone, and they are there",
      stage: { last: standalone },
      seen: { ...up, flink: answeredOf("RUNNING"), taskManager: aDeployment({ name: "counts-taskmanager" }) },
      does: "wait",
    },
    {
      when: "standalone, and the JobManager is going",
      stage: { last: standalone },
      seen: { jobManager: aDeployment({ deleting: true }) },
      does: "wait for readiness",
    },
    {
      when: "standalone, and the job is over",
      stage: { last: standalone, jobStatus: seenEnded("FINISHED") },
      seen: endedAt("FINISHED", 1),
      does: "wait",
    },
    { when: "native", seen: { ...up, flink: answeredOf("RUNNING") }, does: "wait" },
    {
      when: "standalone, and the spec has become invalid",
      stage: { last: standalone, wanted: { spec: { mode: "standalone", serviceAccount: undefined } } },
      seen: { ...up, flink: answeredOf("RUNNING") },
      does: "createTaskManagers",
    },
  ],
};

describe.for(Object.entries(tables))("%s", ([, rows]) => {
  test.for(rows)("$when → $does", (row) => {
    expect(does(planned(row))).toBe(row.does);
  });
});

describe("a deployment that does not come up", () => {
  const rollingBack: SpecParts = { ...operator("deployment.rollback.enabled", "true") };
  const with_ = (parts: SpecParts): SpecParts => ({
    ...parts,
    configuration: { ...rollingBack.configuration, ...parts.configuration },
  });
  const bad = with_({ spec: { image: "flink:bad" } });
  const good = with_({ spec: { image: "flink:good" } });
  const deployedAt = { reconciliationTimestamp: noon };
  const stage: Stage = { last: bad, stable: good, reconciliation: deployedAt, jobStatus: { state: "RECONCILING" } };
  const down = { jobManager: aDeployment({ availableReplicas: 0 }) };
  const suspendedRecord = specRecord(specOf(good).spec, {
    firstDeployment: false,
    job: { state: "suspended", upgradeMode: "savepoint" },
  });

  test.for<Row>([
    { when: "five minutes have not passed", stage, seen: down, after: 299, does: "wait for readiness" },
    { when: "five minutes have passed", stage, seen: down, after: 300, does: "turn: rollingBack" },
    {
      when: "its tasks do not all run",
      stage,
      seen: { ...up, flink: answered(aJob("RUNNING", { total: 2, running: 1 })) },
      after: 300,
      does: "turn: rollingBack",
    },
    {
      when: "its job has failed",
      stage: { ...stage, jobStatus: seenEnded("FAILED") },
      seen: { ...up, flink: answeredOf("FAILED") },
      after: 300,
      does: "turn: rollingBack",
    },
    {
      when: "the user is at it, and what was asked for is not valid",
      stage: { ...stage, wanted: with_(invalid) },
      seen: down,
      after: 300,
      does: "wait: ValidationError",
    },
    { when: "it runs", stage, seen: { ...up, flink: answeredOf("RUNNING") }, after: 300, does: "wait" },
    { when: "it has finished", stage, seen: { ...up, flink: answeredOf("FINISHED") }, after: 300, does: "wait" },
    {
      when: "rollback is off",
      stage: { ...stage, last: { spec: { image: "flink:bad" } } },
      seen: down,
      after: 300,
      does: "wait for readiness",
    },
    {
      when: "the user's own time has passed",
      stage: {
        ...stage,
        last: with_({ spec: { image: "flink:bad" }, ...operator("deployment.readiness.timeout", "1 min") }),
      },
      seen: down,
      after: 60,
      does: "turn: rollingBack",
    },
    {
      when: "nothing ever ran well",
      stage: { last: bad, reconciliation: deployedAt, jobStatus: { state: "RECONCILING" } },
      seen: down,
      after: 300,
      does: "wait for readiness",
    },
    {
      when: "what ran well is the same",
      stage: { ...stage, stable: bad },
      seen: down,
      after: 300,
      does: "wait for readiness",
    },
    {
      when: "what ran well differs in nothing that counts",
      stage: {
        ...stage,
        stable: {
          ...bad,
          configuration: { ...rollingBack.configuration, "kubernetes.operator.reconcile.interval": "1 min" },
        },
      },
      seen: down,
      after: 300,
      does: "wait for readiness",
    },
    {
      when: "what ran well is of another version",
      stage: { ...stage, stable: with_({ spec: { flinkVersion: "v1_19" } }) },
      seen: down,
      after: 300,
      does: "wait for readiness",
    },
    {
      when: "what ran well was suspended",
      stage: { ...stage, reconciliation: { ...deployedAt, lastStableSpec: suspendedRecord } },
      seen: down,
      after: 300,
      does: "wait for readiness",
    },
    {
      when: "it was rolled back already",
      stage: { ...stage, state: "ROLLED_BACK" },
      seen: { jobManager: aDeployment({ availableReplicas: 0 }) },
      after: 300,
      does: "wait for readiness",
    },
  ])("$when → $does", (row) => {
    expect(does(planned(row))).toBe(row.does);
  });

  test("is taken back with the newest state: by the HA metadata, by cancelling, or by what it was to start from", () => {
    const back: Stage = { ...stage, state: "ROLLING_BACK" };
    const never = { jobManager: aDeployment({ availableReplicas: 0, neverAvailable: true }) };
    const outcomes: readonly (readonly [Partial<Seen>, string])[] = [
      [
        { ...up, flink: answeredOf("RESTARTING"), ha: kept({ checkpointId: 4 }) },
        "stopped by last-state, rolling back",
      ],
      [{ ...up, flink: answeredOf("RESTARTING") }, "stop: cancel"],
      [never, "stopped by last-state, rolling back"],
      [{ ...never, ha: kept({ checkpointId: 4 }) }, "stopped by last-state, rolling back"],
    ];
    for (const [seen, wanted] of outcomes) expect(does(planned({ stage: back, seen }))).toBe(wanted);
  });

  test("of a session cluster is one that does not answer", () => {
    const spec = (image: string) => aSession({ spec: { image, flinkConfiguration: rollingBack.configuration } }).spec;
    const record = (image: string) => specRecord(spec(image), { firstDeployment: false });
    const resource = deployed(
      aSession({ spec: { image: "flink:bad", flinkConfiguration: rollingBack.configuration } }),
      {
        reconciliationStatus: {
          state: "DEPLOYED",
          lastReconciledSpec: record("flink:bad"),
          lastStableSpec: record("flink:good"),
          reconciliationTimestamp: noon,
        },
      },
    );
    const after = circumstances(later(noon, minutes(5)));
    expect(does(decide(aLook({ resource, ...down }), after))).toBe("turn: rollingBack");
    expect(does(decide(aLook({ resource, ...up, flink: answered() }), after))).toBe("wait");
    expect(does(decide(aLook({ resource, ...up, flink: silent }), after))).toBe("turn: rollingBack");
  });

  test("is not made again when the user goes back to what runs since", () => {
    const resource = { ...staged({ ...stage, state: "ROLLED_BACK" }), spec: specOf(good).spec };
    const plan = decide(aLook({ resource, ...up, flink: answeredOf("RUNNING") }), circumstances());
    expect(plan).toMatchObject({
      act: "turn",
      turn: { kind: "accepted", into: "DEPLOYED", spec: { image: "flink:good" } },
    });
  });
});

test("a job id that the user has fixed does not make an old savepoint newer than the checkpoints since", () => {
  const fleet = {
    state: aState({ kind: "savepoint", path: "s3://state/sp/1", checkpointId: undefined }),
    deploymentId: "x",
  };
  expect(
    does(planned({ stage: { fleet, jobStatus: { jobId: job } }, seen: { ha: kept({ checkpointId: 400 }) } })),
  ).toBe("stopped by last-state");
});
