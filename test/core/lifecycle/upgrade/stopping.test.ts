import { describe, expect, test } from "vitest";
import type { StopIntent } from "../../../../lib/api/resources/journal.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import { instant, later, minutes, rfc3339, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployment,
  aJob,
  aLook,
  answered,
  answeredOf,
  circumstances,
  job,
  kept,
  noon,
  nothingKept,
} from "../support/builders.ts";
import { does, type Row } from "../support/does.ts";
import { ago, aState, checkpointInfo, seenEnded, silent, staged, told, type Stage } from "../support/stages.ts";

const trigger = "b".repeat(32);
const v14 = { flinkVersion: "v1_14", image: "flink:1.14" };
const image = { image: "flink:1.20.9" };

const stop = (parts: Partial<StopIntent> = {}): StopIntent => ({
  kind: "stop",
  way: "savepoint",
  from: "DEPLOYED",
  generation: 1,
  jobId: job,
  triggerId: trigger,
  at: rfc3339(noon),
  ...parts,
});
const cancel = { way: "cancel", triggerId: undefined } as const;
const forget = { way: "forget", triggerId: undefined } as const;

interface StopRow extends Row {
  readonly intent?: Partial<StopIntent>;
}

function planned({ intent = {}, stage = {}, seen = {}, after = 0 }: StopRow): Plan {
  const resource = staged({
    last: { mode: "savepoint" },
    wanted: { mode: "savepoint", spec: image },
    state: "UPGRADING",
    ...stage,
    fleet: { intent: stop(intent), ...stage.fleet },
  });
  const look = { resource, jobManager: aDeployment(), pods: [], ha: nothingKept, ...seen };
  return decide(aLook(look), circumstances(later(noon, seconds(after))));
}

const since = (name: string): Stage => ({ fleet: { step: { name, since: rfc3339(noon) } } });
const newest = told({ completed: checkpointInfo(9) });
const savepointDone = { kind: "completed", path: "s3://state/sp/stop" } as const;
const takenByStop = aState({
  kind: "savepoint",
  path: "s3://state/sp/stop",
  checkpointId: undefined,
  at: rfc3339(later(noon, seconds(5))),
});
const newSpec = (wanted: Stage["wanted"], metadata = { generation: 2 }): Stage => ({
  wanted: { spec: image, ...wanted },
  metadata,
});
const gone = { jobManager: undefined };

const tables: Readonly<Record<string, readonly StopRow[]>> = {
  "a stop with a savepoint": [
    {
      when: "was never asked for",
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "unknown" } }) },
      does: "stopWithSavepoint",
    },
    {
      when: "is under way",
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }) },
      does: "wait for savepoint",
    },
    {
      when: "is complete, and the job not yet at its end",
      seen: { flink: answeredOf("RUNNING", { savepoint: savepointDone }) },
      does: "wait for savepoint",
    },
    {
      when: "has failed",
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "failed", because: "declined" } }) },
      does: "turn: stopFailed",
    },
    {
      when: "is complete, and the job at its end",
      seen: { flink: answeredOf("FINISHED", { savepoint: savepointDone }) },
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "is complete, while the checkpoints are those of before",
      seen: { flink: answeredOf("FINISHED", { savepoint: savepointDone, checkpoints: newest }) },
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "was forgotten by Flink, and the job was seen to end just now",
      seen: { flink: answeredOf("FINISHED", { savepoint: { kind: "unknown" }, checkpoints: newest }) },
      does: "wait for savepoint",
    },
    {
      when: "was forgotten by Flink, and is the newest of its checkpoints",
      stage: { jobStatus: seenEnded("FINISHED") },
      seen: {
        flink: answeredOf("FINISHED", {
          savepoint: { kind: "unknown" },
          checkpoints: told({
            completed: checkpointInfo(9),
            savepoint: checkpointInfo(10, { path: "s3://state/sp/stop", isSavepoint: true }),
          }),
        }),
      },
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "ended the job, of which Flink knows nothing but that",
      stage: { jobStatus: seenEnded("FINISHED") },
      seen: { flink: answeredOf("FINISHED", { savepoint: { kind: "unknown" }, checkpoints: { kind: "disabled" } }) },
      does: "wait: StateInDoubt",
    },
    {
      when: "ended the job, of which Flink knows nothing but that, and the journal has its savepoint",
      stage: { jobStatus: seenEnded("FINISHED"), fleet: { state: takenByStop } },
      seen: { flink: answeredOf("FINISHED", { savepoint: { kind: "unknown" }, checkpoints: { kind: "disabled" } }) },
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "and the job has failed meanwhile",
      stage: { jobStatus: seenEnded("FAILED") },
      seen: { flink: answeredOf("FAILED", { checkpoints: newest }) },
      does: "stopped by savepoint from s3://state/cp/chk-9",
    },
    { when: "and somebody cancels the job", seen: { flink: answeredOf("CANCELLING") }, does: "wait for savepoint" },
    { when: "and Flink does not answer", seen: { flink: silent }, does: "wait for savepoint" },
    {
      when: "and Flink does not know the job, without HA metadata",
      stage: since("savepoint"),
      seen: { flink: answered() },
      after: 60,
      does: "wait: StateInDoubt",
    },
    {
      when: "and Flink does not know the job yet, without HA metadata",
      stage: since("savepoint"),
      seen: { flink: answered() },
      after: 59,
      does: "wait for savepoint",
    },
    {
      when: "and Flink does not know the job yet, with HA metadata",
      seen: { flink: answered(), ha: kept() },
      does: "wait for savepoint",
    },
    { when: "and the JobManager is gone, without HA metadata", seen: gone, does: "wait: StateInDoubt" },
    {
      when: "and the JobManager is gone, with HA metadata",
      seen: { ...gone, ha: kept() },
      does: "stopped by last-state",
    },
    {
      when: "and the JobManager is gone, with HA metadata elsewhere",
      seen: { ...gone, ha: { kind: "elsewhere" } },
      does: "wait: StateInDoubt",
    },
    {
      when: "and the JobManager is gone, with HA metadata elsewhere, and the spec is set back",
      stage: { wanted: { mode: "savepoint" } },
      seen: { ...gone, ha: { kind: "elsewhere" } },
      does: "stopped by last-state",
    },
    {
      when: "was complete before the JobManager was lost",
      stage: { fleet: { state: takenByStop } },
      seen: gone,
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "was complete before the JobManager was lost, with HA metadata elsewhere",
      stage: { fleet: { state: takenByStop } },
      seen: { ...gone, ha: { kind: "elsewhere" } },
      does: "wait: StateInDoubt",
    },
    {
      when: "was not complete when the JobManager was lost, and an older savepoint is known",
      stage: { fleet: { state: { ...takenByStop, at: rfc3339(instant(ago(1))) } } },
      seen: gone,
      does: "wait: StateInDoubt",
    },
    {
      when: "was complete before the JobManager was lost, by a clock of Flink's that is behind",
      intent: { newestCheckpoint: 9 },
      stage: { fleet: { state: { ...takenByStop, checkpointId: 10, at: rfc3339(instant(ago(1))) } } },
      seen: gone,
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "was not complete when the JobManager was lost, and an older savepoint is known, by a clock of Flink's that is ahead",
      intent: { newestCheckpoint: 9 },
      stage: { fleet: { state: { ...takenByStop, checkpointId: 9 } } },
      seen: gone,
      does: "wait: StateInDoubt",
    },
    {
      when: "was announced in a journal of before, which knows times alone",
      stage: { fleet: { state: { ...takenByStop, checkpointId: 9 } } },
      seen: gone,
      does: "stopped by savepoint from s3://state/sp/stop",
    },
    {
      when: "was not complete when the JobManager was lost, and a savepoint of another job is known",
      stage: { fleet: { state: { ...takenByStop, jobId: "a".repeat(32) } } },
      seen: gone,
      does: "wait: StateInDoubt",
    },
    {
      when: "was not complete when the JobManager was lost, and a checkpoint since is known",
      stage: { fleet: { state: { ...takenByStop, kind: "checkpoint" } } },
      seen: gone,
      does: "wait: StateInDoubt",
    },
  ],
  "a stop with a savepoint before 1.15": [
    {
      when: "was asked for just now",
      intent: { triggerId: undefined },
      stage: { last: { spec: v14 }, wanted: { spec: v14 } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: newest }) },
      after: 29,
      does: "wait for savepoint",
    },
    {
      when: "was asked for, and nothing of it can be seen",
      intent: { triggerId: undefined },
      stage: { last: { spec: v14 }, wanted: { spec: v14 } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: newest }) },
      after: 30,
      does: "stopWithSavepoint",
    },
    {
      when: "may be the savepoint that is under way since, whatever else is",
      intent: { triggerId: undefined, newestCheckpoint: 9 },
      stage: { last: { spec: v14 }, wanted: { spec: v14 } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: told({ inProgressSince: ago(1), savepointUnderWay: 10 }) }) },
      after: 300,
      does: "wait for savepoint",
    },
    {
      when: "may be any savepoint that is under way, by a journal of before",
      intent: { triggerId: undefined },
      stage: { last: { spec: v14 }, wanted: { spec: v14 } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: told({ inProgressSince: ago(1), savepointUnderWay: 10 }) }) },
      after: 300,
      does: "wait for savepoint",
    },
    {
      when: "is not the checkpoint that is under way since",
      intent: { triggerId: undefined, newestCheckpoint: 9 },
      stage: { last: { spec: v14 }, wanted: { spec: v14 } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: told({ inProgressSince: noon, newestId: 10 }) }) },
      after: 300,
      does: "stopWithSavepoint",
    },
    {
      when: "is not the savepoint that was under way before",
      intent: { triggerId: undefined, newestCheckpoint: 9 },
      stage: { last: { spec: v14 }, wanted: { spec: v14 } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: told({ inProgressSince: noon, savepointUnderWay: 9 }) }) },
      after: 300,
      does: "stopWithSavepoint",
    },
  ],
  "a cancellation": [
    { when: "was never sent", intent: cancel, seen: { flink: answeredOf("RUNNING") }, does: "cancelJob" },
    { when: "is under way", intent: cancel, seen: { flink: answeredOf("CANCELLING") }, does: "wait for cancellation" },
    {
      when: "cannot be sent now",
      intent: cancel,
      seen: { flink: answeredOf("RECONCILING") },
      does: "wait for cancellation",
    },
    {
      when: "has ended the job just now",
      intent: cancel,
      seen: { flink: answeredOf("CANCELED", { checkpoints: newest }) },
      does: "wait for cancellation",
    },
    {
      when: "has ended the job",
      intent: cancel,
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: { flink: answeredOf("CANCELED", { checkpoints: newest }) },
      does: "stopped by savepoint from s3://state/cp/chk-9",
    },
    {
      when: "has ended a job that had no checkpoint",
      intent: cancel,
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: { flink: answeredOf("CANCELED", { checkpoints: told() }) },
      does: "stopped by savepoint",
    },
    {
      when: "has ended a job of which Flink knows nothing but that",
      intent: cancel,
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: { flink: answeredOf("CANCELED", { checkpoints: { kind: "disabled" } }) },
      does: "wait: StateInDoubt",
    },
    { when: "and the JobManager is gone", intent: cancel, seen: gone, does: "wait: StateInDoubt" },
    {
      when: "and the JobManager is gone, and a savepoint since is known",
      intent: cancel,
      stage: { fleet: { state: takenByStop } },
      seen: gone,
      does: "wait: StateInDoubt",
    },
  ],
  "a stop that gives the state up": [
    { when: "was never sent", intent: forget, seen: { flink: answeredOf("RUNNING") }, does: "cancelJob" },
    {
      when: "has ended the job",
      intent: forget,
      seen: { flink: answeredOf("CANCELED") },
      does: "stopped by stateless given up",
    },
    { when: "and the JobManager is gone", intent: forget, seen: gone, does: "stopped by stateless given up" },
    { when: "and Flink does not answer", intent: forget, seen: { flink: silent }, does: "wait for cancellation" },
    {
      when: "and Flink has not answered for long",
      intent: forget,
      stage: since("cancellation"),
      seen: { flink: silent },
      after: 30,
      does: "stopped by stateless given up",
    },
    {
      when: "and Flink has not answered for not so long",
      intent: forget,
      stage: since("cancellation"),
      seen: { flink: silent },
      after: 29,
      does: "wait for cancellation",
    },
    {
      when: "and Flink does not know the job",
      intent: forget,
      seen: { flink: answered() },
      does: "stopped by stateless given up",
    },
    {
      when: "and Flink does not answer, which had told of its end",
      intent: forget,
      stage: { jobStatus: seenEnded("FINISHED") },
      seen: { flink: silent },
      does: "stopped by stateless given up",
    },
    {
      when: "and no JobManager is available",
      intent: forget,
      seen: { jobManager: aDeployment({ availableReplicas: 0 }) },
      does: "stopped by stateless given up",
    },
  ],
  "a spec that changes while the job is being stopped": [
    {
      when: "and gives the state up",
      stage: newSpec({ mode: "stateless" }),
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }) },
      does: "stop: forget",
    },
    {
      when: "and names another state",
      stage: newSpec({ mode: "savepoint", job: { savepointRedeployNonce: 2, initialSavepointPath: "s3://user/1" } }),
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }) },
      does: "stop: forget",
    },
    {
      when: "and names another state by the end of the job",
      stage: newSpec({ mode: "savepoint", job: { savepointRedeployNonce: 2, initialSavepointPath: "s3://user/1" } }),
      seen: { flink: answeredOf("FINISHED", { savepoint: savepointDone }) },
      does: "stopped by savepoint from s3://user/1",
    },
    {
      when: "and gives the state up, and the JobManager is gone",
      stage: newSpec({ mode: "stateless" }),
      seen: gone,
      does: "stopped by stateless given up",
    },
    {
      when: "and gives up what is being given up",
      intent: forget,
      stage: newSpec({ mode: "stateless" }),
      seen: { flink: answeredOf("RUNNING") },
      does: "cancelJob",
    },
    {
      when: "in its image alone",
      stage: newSpec({ mode: "savepoint", spec: { image: "flink:3" } }),
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }) },
      does: "wait for savepoint",
    },
    {
      when: "not since the stop was announced",
      stage: newSpec({ mode: "stateless" }, { generation: 1 }),
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }) },
      does: "wait for savepoint",
    },
    {
      when: "for the first time, and becomes invalid",
      stage: {
        ...newSpec({ mode: "savepoint", spec: { serviceAccount: undefined } }),
        first: true,
        reached: { state: "running", upgradeMode: "stateless" },
      },
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }) },
      does: "wait for savepoint",
    },
    {
      when: "and becomes invalid",
      stage: newSpec({ mode: "savepoint", spec: { serviceAccount: undefined } }),
      seen: { flink: answeredOf("FINISHED", { savepoint: savepointDone }) },
      does: "stopped by savepoint from s3://state/sp/stop",
    },
  ],
};

describe.for(Object.entries(tables))("%s", ([, rows]) => {
  test.for(rows)("$when → $does", (row) => {
    expect(does(planned(row))).toBe(row.does);
  });
});

describe("what is sent", () => {
  const asks = (stage: Stage, intent: Partial<StopIntent> = {}): Plan =>
    planned({
      when: "",
      does: "",
      intent,
      stage,
      seen: { flink: answeredOf("RUNNING", { savepoint: { kind: "unknown" } }) },
      after: 31,
    });
  const options = (configuration: Readonly<Record<string, string>>): Stage => ({
    wanted: { mode: "savepoint", spec: image, configuration },
  });

  test("is the request that was announced, by the options of now", () => {
    expect(
      asks(
        options({
          "kubernetes.operator.savepoint.format.type": "NATIVE",
          "kubernetes.operator.job.drain-on-savepoint-deletion": "true",
        }),
      ),
    ).toMatchObject({
      effect: { job, request: { directory: "s3://state/sp", triggerId: trigger, format: "NATIVE", drain: true } },
    });
  });

  test("has neither a trigger id nor a format before 1.15", () => {
    const plan = asks({ last: { spec: v14 }, wanted: { spec: v14 } });
    expect(plan).toMatchObject({ effect: { request: { triggerId: undefined, format: undefined, drain: false } } });
  });

  test("is announced anew where the state is given up", () => {
    const plan = planned({
      when: "",
      does: "",
      stage: newSpec({ mode: "stateless" }),
      seen: { flink: answeredOf("RUNNING") },
      after: 60,
    });
    expect(plan).toMatchObject({
      intent: { way: "forget", generation: 2, at: rfc3339(later(noon, minutes(1))) },
      effect: { kind: "cancelJob", job },
    });
    expect(plan.act === "stop" && plan.intent).not.toHaveProperty("triggerId");
  });
});

test("a savepoint of which Flink tells nothing new keeps the time at which it was seen first", () => {
  const before = takenByStop;
  const plan = planned({
    when: "",
    does: "",
    stage: { fleet: { state: before } },
    seen: { flink: answeredOf("FINISHED", { savepoint: savepointDone }) },
    after: 60,
  });
  expect(plan).toMatchObject({ turn: { state: before } });
});

test("a job of another id is not the one that is being stopped", () => {
  const flink = answered({ ...aJob("FINISHED"), id: "c".repeat(32) as typeof job });
  expect(does(planned({ when: "", does: "", seen: { flink, ha: kept() } }))).toBe("wait for savepoint");
});
