import { describe, expect, test } from "vitest";
import type { JobId, JobState } from "../../../../lib/core/flink.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { upgradeChoice, type Choice } from "../../../../lib/core/lifecycle/upgrade/choice.ts";
import { factsOf } from "../../../../lib/core/lifecycle/upgrade/facts.ts";
import { later, minutes, rfc3339, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployment,
  aPod,
  aJob,
  aLook,
  answered,
  answeredOf,
  circumstances,
  kept,
  noon,
  nothingKept,
} from "../support/builders.ts";
import { ago, aState, checkpointInfo, seenEnded, silent, staged, told, type Stage } from "../support/stages.ts";

const image = { image: "flink:1.20.9" };
const v2 = { flinkVersion: "v2_0", image: "flink:2.0" };
const noFallback = { "kubernetes.operator.job.upgrade.last-state-fallback.enabled": "false" };
const byCancelling = { "kubernetes.operator.job.upgrade.last-state.job-cancel.enabled": "true" };
const maxAge = { "kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age": "5 min" };

/** A choice in a few words. */
function words(choice: Choice): string {
  switch (choice.kind) {
    case "stop":
      return `stop: ${choice.way}`;
    case "wait":
      return `wait: ${choice.step}`;
    case "doubt":
      return "doubt";
    case "stopped":
      return ["stopped", choice.upgradeMode, choice.state === null ? "given up" : choice.state?.path]
        .filter((one) => one !== undefined)
        .join(": ");
  }
}

interface Row {
  readonly when: string;
  readonly stage?: Stage;
  readonly seen?: Partial<Seen>;
  readonly after?: number;
  readonly chooses: string;
}

function chosen({ stage = {}, seen = {}, after = 0 }: Row): Choice {
  const resource = staged({ wanted: { ...stage.last, spec: image }, ...stage });
  const look = aLook({ resource, jobManager: aDeployment(), ha: kept({ checkpointId: 9 }), ...seen });
  return upgradeChoice(factsOf(look, resource.spec, circumstances(later(noon, seconds(after)))));
}

const running = answeredOf("RUNNING", { checkpoints: told({ completed: checkpointInfo(9) }) });
const wants = (parts: Stage["wanted"]): Stage => ({ wanted: { spec: image, ...parts } });
const savepoint = wants({ mode: "savepoint" });
const stateless = wants({ mode: "stateless" });
const withoutHa: Stage = { last: { ha: false }, wanted: { ha: false, spec: image } };
const gone = { jobManager: undefined };
const notUp = { jobManager: aDeployment({ availableReplicas: 0 }) };
const never = { jobManager: aDeployment({ availableReplicas: 0, neverAvailable: true }) };
const crashLoop = { reason: "CrashLoopBackOff", message: "back-off" };
const failing = { ...notUp, ha: nothingKept, pods: [aPod({ trouble: crashLoop })] };
/** What was deployed last was seen to run. */
const wasWell: Stage = { stable: {} };
const savepointReached = { state: "running", upgradeMode: "savepoint" } as const;
const ended = (state: JobState, checkpoints = told({ completed: checkpointInfo(9) })): Partial<Seen> => ({
  flink: answeredOf(state, { checkpoints }),
});
const waitedFor = (step: string): Stage => ({ fleet: { step: { name: step, since: rfc3339(noon) } } });

const tables: Readonly<Record<string, readonly Row[]>> = {
  "a stateless job": [
    { when: "runs", stage: stateless, seen: { flink: running }, chooses: "stop: forget" },
    { when: "is restarting", stage: stateless, seen: { flink: answeredOf("RESTARTING") }, chooses: "stop: forget" },
    {
      when: "is being cancelled",
      stage: stateless,
      seen: { flink: answeredOf("CANCELLING") },
      chooses: "wait: cancellation",
    },
    {
      when: "has failed",
      stage: stateless,
      seen: { flink: answeredOf("FAILED") },
      chooses: "stopped: stateless: given up",
    },
    { when: "has no JobManager", stage: stateless, seen: gone, chooses: "stopped: stateless: given up" },
    { when: "does not answer", stage: stateless, seen: { flink: silent }, chooses: "stopped: stateless: given up" },
  ],
  "a job that has ended": [
    {
      when: "was cancelled",
      stage: { jobStatus: seenEnded("CANCELED") },
      seen: ended("CANCELED"),
      chooses: "stopped: savepoint: s3://state/cp/chk-9",
    },
    {
      when: "has failed, and savepoints are asked for",
      stage: { ...savepoint, jobStatus: seenEnded("FAILED") },
      seen: ended("FAILED"),
      chooses: "stopped: savepoint: s3://state/cp/chk-9",
    },
    {
      when: "has finished without a checkpoint, as Flink says",
      stage: { jobStatus: seenEnded("FINISHED") },
      seen: { ...ended("FINISHED", told()), ha: nothingKept },
      chooses: "stopped: savepoint",
    },
    {
      when: "was just seen to end, and Flink's answer may be older than that",
      stage: { jobStatus: { state: "RUNNING", updateTime: String(ago(1)) } },
      seen: ended("FAILED"),
      chooses: "wait: flink",
    },
    {
      when: "was seen to end less than web.refresh-interval ago",
      stage: { jobStatus: { state: "FAILED", updateTime: String(noon) } },
      seen: ended("FAILED"),
      after: 3,
      chooses: "wait: flink",
    },
    {
      when: "was seen to end more than web.refresh-interval ago",
      stage: { jobStatus: { state: "FAILED", updateTime: String(noon) } },
      seen: ended("FAILED"),
      after: 4,
      chooses: "stopped: savepoint: s3://state/cp/chk-9",
    },
    {
      when: "has another web.refresh-interval",
      stage: {
        last: { configuration: { "web.refresh-interval": "10 s" } },
        jobStatus: { state: "FAILED", updateTime: String(noon) },
      },
      seen: ended("FAILED"),
      after: 9,
      chooses: "wait: flink",
    },
    {
      when: "was not asked for its checkpoints",
      stage: { jobStatus: seenEnded("FAILED") },
      seen: { flink: answeredOf("FAILED") },
      chooses: "wait: flink",
    },
    {
      when: "is known to Flink by its end alone, and nothing is known of its state",
      stage: { stable: {}, jobStatus: seenEnded("FINISHED") },
      seen: { ...ended("FINISHED", { kind: "disabled" }), ha: nothingKept },
      chooses: "doubt",
    },
    {
      when: "failed before it began, and was never seen to run",
      stage: { jobStatus: seenEnded("FAILED"), fleet: { state: aState({ jobId: undefined, kind: "savepoint" }) } },
      seen: { ...ended("FAILED", { kind: "disabled" }), ha: nothingKept },
      chooses: "stopped: savepoint: s3://state/cp/chk-7",
    },
    {
      when: "was a batch job",
      stage: {
        last: { configuration: { "execution.runtime-mode": "batch" } },
        stable: { configuration: { "execution.runtime-mode": "batch" } },
        jobStatus: seenEnded("FINISHED"),
      },
      seen: { ...ended("FINISHED", { kind: "disabled" }), ha: nothingKept },
      chooses: "stopped: savepoint",
    },
    {
      when: "is known to Flink by its end alone, and we know but the state that it was started with",
      stage: {
        stable: {},
        jobStatus: seenEnded("FINISHED"),
        fleet: { state: aState({ jobId: undefined, kind: "savepoint" }) },
      },
      seen: { ...ended("FINISHED", { kind: "disabled" }), ha: nothingKept },
      chooses: "doubt",
    },
    {
      when: "is known to Flink by its end alone, and the journal knows a checkpoint that need not be its last",
      stage: { stable: {}, jobStatus: seenEnded("FAILED"), fleet: { state: aState() } },
      seen: { ...ended("FAILED", { kind: "disabled" }), ha: nothingKept },
      chooses: "doubt",
    },
    {
      when: "has finished, and its checkpoints with it",
      stage: { stable: {}, jobStatus: seenEnded("FINISHED"), fleet: { state: aState() } },
      seen: { ...ended("FINISHED"), ha: nothingKept },
      chooses: "doubt",
    },
    {
      when: "has finished, its checkpoints with it, and its JobManager is gone",
      stage: { stable: {}, jobStatus: seenEnded("FINISHED"), fleet: { state: aState() } },
      seen: { ...gone, ha: nothingKept },
      chooses: "doubt",
    },
    {
      when: "was seen to end, and its JobManager is gone",
      stage: { jobStatus: seenEnded("CANCELED"), fleet: { state: aState() } },
      seen: { ...gone, ha: nothingKept },
      chooses: "stopped: savepoint",
    },
    {
      when: "was seen to end, with a marker in place of its last checkpoint",
      stage: { jobStatus: { ...seenEnded("CANCELED"), upgradeSavepointPath: "KUBERNETES_OPERATOR_LAST_STATE" } },
      seen: { ...gone, ha: nothingKept },
      chooses: "doubt",
    },
    {
      when: "was seen to end, is gone, and HA metadata tells otherwise",
      stage: { jobStatus: seenEnded("FAILED") },
      seen: gone,
      chooses: "stopped: last-state",
    },
  ],
  "a job that runs": [
    { when: "savepoints are asked for", stage: savepoint, seen: { flink: running }, chooses: "stop: savepoint" },
    { when: "last-state, and HA metadata is there", seen: { flink: running }, chooses: "stopped: last-state" },
    {
      when: "last-state, and there is no HA metadata",
      stage: withoutHa,
      seen: { flink: running, ha: nothingKept },
      chooses: "stop: cancel",
    },
    {
      when: "last-state by cancelling is asked for",
      stage: wants({ configuration: byCancelling }),
      seen: { flink: running },
      chooses: "stop: cancel",
    },
    {
      when: "the new spec has no high availability",
      stage: wants({ ha: false }),
      seen: { flink: running },
      chooses: "stop: cancel",
    },
    {
      when: "only the new spec has high availability",
      stage: { last: { ha: false }, wanted: { spec: image } },
      seen: { flink: running },
      chooses: "stop: cancel",
    },
    {
      when: "HA metadata is where we cannot look",
      seen: { flink: running, ha: { kind: "elsewhere" } },
      chooses: "stop: cancel",
    },
    {
      when: "HA metadata was not looked at",
      seen: { flink: running, ha: { kind: "notLookedAt" } },
      chooses: "stop: cancel",
    },
    {
      when: "HA metadata is of another job",
      seen: { flink: running, ha: kept({ jobId: "a".repeat(32), checkpointId: 3 }) },
      chooses: "stop: cancel",
    },
    {
      when: "last-state, and Flink's version changes",
      stage: wants({ spec: v2 }),
      seen: { flink: running },
      chooses: "stop: savepoint",
    },
    {
      when: "last-state, Flink's version changes, and there is no directory of savepoints",
      stage: wants({ spec: v2, configuration: { "state.savepoints.dir": "" } }),
      seen: { flink: running },
      chooses: "stop: cancel",
    },
    { when: "is being cancelled", seen: { flink: answeredOf("CANCELLING") }, chooses: "wait: cancellation" },
    {
      when: "is being cancelled, for a savepoint",
      stage: savepoint,
      seen: { flink: answeredOf("CANCELLING") },
      chooses: "wait: cancellation",
    },
    {
      when: "not all of its tasks run, and savepoints are asked for",
      stage: savepoint,
      seen: { flink: answered(aJob("RUNNING", { total: 4, running: 3 })) },
      chooses: "stopped: last-state",
    },
  ],
  "a job whose checkpoint may be too old": [
    {
      when: "its last checkpoint is young",
      stage: { ...wants({ configuration: maxAge }), jobStatus: { startTime: String(ago(60)) } },
      seen: { flink: oldJob(told({ completed: checkpointInfo(9, { at: ago(4) }) })) },
      chooses: "stopped: last-state",
    },
    {
      when: "it is too old",
      stage: { ...wants({ configuration: maxAge }), jobStatus: { startTime: String(ago(60)) } },
      seen: { flink: oldJob(told({ completed: checkpointInfo(9, { at: ago(6) }) })) },
      chooses: "stop: savepoint",
    },
    {
      when: "it is too old, and one is under way",
      stage: { ...wants({ configuration: maxAge }), jobStatus: { startTime: String(ago(60)) } },
      seen: { flink: oldJob(told({ completed: checkpointInfo(9, { at: ago(6) }), inProgressSince: ago(1) })) },
      chooses: "wait: checkpointAge",
    },
    {
      when: "it is too old, and the job has just started, of which status does not tell yet",
      stage: { ...wants({ configuration: maxAge }), jobStatus: { startTime: String(ago(60)) } },
      seen: { flink: answeredOf("RUNNING", { checkpoints: told({ restored: checkpointInfo(9, { at: ago(6) }) }) }) },
      chooses: "stopped: last-state",
    },
  ],
  "a job that neither runs nor has ended": [
    { when: "last-state with HA metadata", seen: { flink: answeredOf("RESTARTING") }, chooses: "stopped: last-state" },
    {
      when: "last-state without",
      stage: withoutHa,
      seen: { flink: answeredOf("RESTARTING"), ha: nothingKept },
      chooses: "stop: cancel",
    },
    {
      when: "savepoint, and fallback is on",
      stage: savepoint,
      seen: { flink: answeredOf("RESTARTING") },
      chooses: "stopped: last-state",
    },
    {
      when: "savepoint, fallback is on, and there is no HA metadata",
      stage: { last: { ha: false }, wanted: { ha: false, mode: "savepoint", spec: image } },
      seen: { flink: answeredOf("RESTARTING"), ha: nothingKept },
      chooses: "stop: cancel",
    },
    {
      when: "savepoint, and fallback is off",
      stage: wants({ mode: "savepoint", configuration: noFallback }),
      seen: { flink: answeredOf("RESTARTING") },
      chooses: "wait: healthyJob",
    },
    {
      when: "savepoint, fallback is off, and Flink's version changes",
      stage: wants({ mode: "savepoint", configuration: noFallback, spec: v2 }),
      seen: { flink: answeredOf("RESTARTING") },
      chooses: "stop: cancel",
    },
    {
      when: "last-state, and Flink's version changes",
      stage: wants({ spec: v2 }),
      seen: { flink: answeredOf("RESTARTING") },
      chooses: "stop: cancel",
    },
    {
      when: "it cannot be cancelled",
      stage: withoutHa,
      seen: { flink: answeredOf("RECONCILING"), ha: nothingKept },
      chooses: "wait: healthyJob",
    },
    {
      when: "it was suspended by a change of leader",
      seen: { flink: answeredOf("SUSPENDED") },
      chooses: "stopped: last-state",
    },
  ],
  "a job that cannot be seen": [
    { when: "Flink does not answer just now", seen: { flink: silent }, chooses: "wait: flink" },
    {
      when: "Flink has not answered for less than a minute",
      stage: waitedFor("flink"),
      seen: { flink: silent },
      after: 59,
      chooses: "wait: flink",
    },
    {
      when: "Flink has not answered for a minute",
      stage: waitedFor("flink"),
      seen: { flink: silent },
      after: 60,
      chooses: "stopped: last-state",
    },
    {
      when: "Flink has not answered for a minute, fallback is off, and so it is told under one name all the while",
      stage: { ...wants({ mode: "savepoint", configuration: noFallback }), ...waitedFor("healthyJob") },
      seen: { flink: silent },
      after: 60,
      chooses: "wait: healthyJob",
    },
    {
      when: "something else was waited for until now",
      stage: waitedFor("readiness"),
      seen: { flink: silent },
      after: 60,
      chooses: "wait: flink",
    },
    { when: "no JobManager is available, and HA metadata is there", seen: notUp, chooses: "stopped: last-state" },
    {
      when: "no JobManager is available, and HA metadata is elsewhere",
      seen: { ...notUp, ha: { kind: "elsewhere" } },
      chooses: "wait: flink",
    },
    {
      when: "no JobManager is available, without HA metadata",
      seen: { ...notUp, ha: nothingKept },
      chooses: "wait: flink",
    },
    {
      when: "no JobManager is available, and Flink's version changes",
      stage: wants({ spec: v2 }),
      seen: notUp,
      chooses: "wait: flink",
    },
    {
      when: "no JobManager is available, savepoint with fallback",
      stage: savepoint,
      seen: notUp,
      chooses: "stopped: last-state",
    },
    {
      when: "no JobManager is available, savepoint without fallback",
      stage: wants({ mode: "savepoint", configuration: noFallback }),
      seen: notUp,
      chooses: "wait: healthyJob",
    },
    {
      when: "no JobManager is available, last-state without fallback",
      stage: wants({ configuration: noFallback }),
      seen: notUp,
      chooses: "stopped: last-state",
    },
    {
      when: "Flink does not know it, without HA metadata",
      seen: { flink: answered(), ha: nothingKept },
      chooses: "wait: flink",
    },
    { when: "Flink does not know it, with HA metadata", seen: { flink: answered() }, chooses: "stopped: last-state" },
    { when: "its Deployment is gone, and HA metadata is there", seen: gone, chooses: "stopped: last-state" },
    { when: "its Deployment is gone, and HA metadata too", seen: { ...gone, ha: nothingKept }, chooses: "doubt" },
    {
      when: "its Deployment is gone, and Flink's version changes",
      stage: wants({ spec: v2 }),
      seen: gone,
      chooses: "doubt",
    },
    {
      when: "its Deployment is gone, and the new spec has no high availability",
      stage: wants({ ha: false }),
      seen: gone,
      chooses: "doubt",
    },
  ],
  "a JobManager that fails whenever it starts, without HA metadata": [
    {
      when: "its job was never seen to run: a corrected spec starts as it was to",
      stage: { stable: {}, reached: savepointReached, wanted: { spec: image } },
      seen: failing,
      chooses: "stopped: savepoint",
    },
    {
      when: "it is a first deployment",
      stage: { first: true, reached: { state: "running", upgradeMode: "stateless" }, wanted: { spec: image } },
      seen: failing,
      chooses: "stopped: stateless",
    },
    {
      when: "it was taken up, and nobody knows how long it had run",
      stage: { wanted: { spec: image } },
      seen: failing,
      chooses: "doubt",
    },
    {
      when: "its job was seen to run",
      stage: { ...wasWell, wanted: { spec: image } },
      seen: failing,
      chooses: "doubt",
    },
    {
      when: "its job has made a checkpoint",
      stage: { stable: {}, reached: savepointReached, wanted: { spec: image }, fleet: { state: aState() } },
      seen: failing,
      chooses: "doubt",
    },
    {
      when: "it was to start from HA metadata",
      stage: {
        stable: {},
        reached: savepointReached,
        wanted: { spec: image },
        jobStatus: { upgradeSavepointPath: "KUBERNETES_OPERATOR_LAST_STATE" },
      },
      seen: failing,
      chooses: "doubt",
    },
    {
      when: "it runs the last good spec again",
      stage: { stable: {}, reached: savepointReached, wanted: { spec: image }, state: "ROLLED_BACK" },
      seen: failing,
      chooses: "doubt",
    },
    {
      when: "it is another container of its pod that fails",
      stage: { ...wasWell, wanted: { spec: image } },
      seen: { ...failing, pods: [aPod({ started: true, trouble: crashLoop })] },
      chooses: "wait: flink",
    },
    { when: "there is HA metadata", stage: wasWell, seen: { ...failing, ha: kept() }, chooses: "stopped: last-state" },
  ],
  "a deployment that never came up": [
    {
      when: "it was to start from a savepoint",
      stage: { reached: { state: "running", upgradeMode: "savepoint" } },
      seen: { ...never, ha: nothingKept },
      chooses: "stopped: savepoint",
    },
    {
      when: "it was to start from the HA metadata, and that has no checkpoint yet",
      seen: { ...never, ha: kept() },
      chooses: "stopped: last-state",
    },
    {
      when: "and HA metadata has a checkpoint: its job ran",
      stage: { reached: { state: "running", upgradeMode: "savepoint" } },
      seen: never,
      chooses: "stopped: last-state",
    },
    {
      when: "Flink's own container is up, and another one of its pod is not",
      stage: { reached: { state: "running", upgradeMode: "savepoint" } },
      seen: { ...never, ha: nothingKept, pods: [aPod({ started: true })] },
      chooses: "wait: flink",
    },
    {
      when: "it came up once",
      stage: { reached: { state: "running", upgradeMode: "savepoint" } },
      seen: { ...notUp, ha: nothingKept },
      chooses: "wait: flink",
    },
  ],
};

/** A job that has run for an hour. */
function oldJob(checkpoints: ReturnType<typeof told>) {
  const view = answered({ ...aJob("RUNNING"), startTime: ago(60) });
  return { ...view, checkpoints } as Seen["flink"];
}

describe.for(Object.entries(tables))("%s", ([, rows]) => {
  test.for(rows)("$when → $chooses", (row) => {
    expect(words(chosen(row))).toBe(row.chooses);
  });
});

test.for([
  {
    when: "HA metadata is gone",
    seen: { ha: nothingKept },
    stage: {},
    says: "HA metadata is not available to make stateful upgrades",
  },
  { when: "the version changes", seen: {}, stage: wants({ spec: v2 }), says: "set spec.flinkVersion back first" },
  {
    when: "the new spec has no HA",
    seen: {},
    stage: wants({ ha: false }),
    says: "the new spec has no high availability",
  },
])("the JobManager is gone, and $when: what to do is said", ({ seen, stage, says }) => {
  expect(chosen({ when: "", chooses: "", stage, seen: { ...gone, ...seen } }).because).toContain(says);
});

test("the job of a look is the one that was deployed", () => {
  const facts = factsOf(
    aLook({
      resource: staged(),
      jobManager: aDeployment(),
      flink: answered({ ...aJob("RUNNING"), id: "a".repeat(32) as JobId }),
    }),
    staged().spec,
    circumstances(later(noon, minutes(1))),
  );
  expect(facts.job).toEqual({ kind: "unknownToFlink" });
});
