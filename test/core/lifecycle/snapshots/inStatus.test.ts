import { describe, expect, test } from "vitest";
import type { TriggerId } from "../../../../lib/core/flink.ts";
import { claimed } from "../../../../lib/core/lifecycle/status/claim.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import { deployedOf } from "../../../../lib/core/lifecycle/observation/deployed.ts";
import type { Outcome, Plan } from "../../../../lib/core/lifecycle/plan.ts";
import { report } from "../../../../lib/core/lifecycle/status/report.ts";
import type { Seen, StatusSnapshots } from "../../../../lib/core/lifecycle/seen.ts";
import { later, minutes, seconds, type Instant } from "../../../../lib/core/time.ts";
import { aDeployment, aLook, answeredOf, circumstances, noon } from "../support/builders.ts";
import { does } from "../support/does.ts";
import { staged, told, type Stage } from "../support/stages.ts";

const off = { "kubernetes.operator.snapshot.resource.enabled": "false" };
const asked: Stage = {
  last: { configuration: off },
  wanted: { configuration: off, job: { savepointTriggerNonce: 7 } },
};
const trigger = "a".repeat(32);

const nobody: StatusSnapshots = {
  records: true,
  savepoint: { kind: "notAsked" },
  checkpoint: { kind: "notAsked" },
};
const pending = (parts: object = {}): NonNullable<Stage["jobStatus"]> => ({
  state: "RUNNING",
  savepointInfo: { triggerId: trigger, triggerType: "MANUAL", triggerTimestamp: noon, ...parts },
});

interface Looked {
  readonly stage?: Stage;
  readonly inStatus?: Partial<StatusSnapshots>;
  readonly flink?: Seen["flink"];
  readonly at?: Instant;
}

function look({ stage = asked, inStatus, flink = answeredOf("RUNNING"), at = noon }: Looked): Seen {
  const resource = staged(stage);
  const deployed = deployedOf(resource);
  const jobManager = aDeployment();
  return aLook({ resource, deployed, jobManager, flink, at, inStatus: { ...nobody, ...inStatus } });
}

const planned = (looked: Looked): Plan => decide(look(looked), circumstances(looked.at ?? noon));
const where = "s3://state/sp/savepoint-1";
const underWay: Stage = { ...asked, jobStatus: pending() };
const changed: Stage = {
  ...underWay,
  wanted: { configuration: off, job: { savepointTriggerNonce: 7 }, spec: { restartNonce: 1 }, mode: "savepoint" },
};
const ignoring = { ...off, "kubernetes.operator.job.upgrade.ignore-pending-savepoint": "true" };
const inProgress = { savepoint: { kind: "inProgress" } } as const;

describe("snapshots in status", () => {
  test.for<readonly [when: string, looked: Looked, does: string]>([
    ["a nonce is new", {}, "trigger: savepoint"],
    ["nothing is asked for", { stage: { last: { configuration: off } } }, "wait"],
    ["it is under way", { stage: underWay, inStatus: inProgress }, "wait"],
    [
      "it is under way, and the JobManager is gone",
      { stage: underWay, flink: { kind: "notAsked" } },
      "wait for readiness",
    ],
    [
      "it is complete",
      { stage: underWay, inStatus: { savepoint: { kind: "completed", path: where } } },
      "turn: snapshotConcluded",
    ],
    [
      "Flink does not know it",
      { stage: underWay, inStatus: { savepoint: { kind: "unknown", checkpoints: told() } } },
      "trigger",
    ],
    ["the spec has changed as well", { stage: changed, inStatus: inProgress }, "wait for pendingSavepoint"],
    [
      "the spec has changed, and it is complete",
      { stage: changed, inStatus: { savepoint: { kind: "completed", path: where } } },
      "turn: snapshotConcluded",
    ],
    [
      "the spec has changed and says not to wait",
      { stage: { ...changed, wanted: { ...changed.wanted, configuration: ignoring } }, inStatus: inProgress },
      "stop: savepoint",
    ],
    [
      "another operator was about to stop the job, whatever is under way",
      { stage: { ...changed, state: "UPGRADING" } },
      "stop: savepoint",
    ],
    [
      "the spec has changed, and the job restarts",
      { stage: { ...changed, wanted: { ...changed.wanted, mode: "stateless" } }, flink: answeredOf("RESTARTING") },
      "stop: forget",
    ],
    [
      "a checkpoint is under way, and the spec has changed",
      {
        stage: {
          ...changed,
          jobStatus: {
            state: "RUNNING",
            checkpointInfo: { triggerId: trigger, triggerType: "MANUAL", triggerTimestamp: noon },
          },
        },
        inStatus: { checkpoint: { kind: "inProgress" } },
      },
      "stop: savepoint",
    ],
    [
      "one of each is under way, and the second is complete",
      {
        stage: { ...asked, jobStatus: { ...pending(), checkpointInfo: pending()["savepointInfo"] } },
        inStatus: { ...inProgress, checkpoint: { kind: "completed", path: where } },
      },
      "turn: snapshotConcluded",
    ],
    [
      "it is under way since before snapshots were resources",
      { stage: { jobStatus: pending() }, inStatus: { records: false, ...inProgress } },
      "wait",
    ],
    [
      "it is complete since then",
      { stage: { jobStatus: pending() }, inStatus: { records: false, savepoint: { kind: "completed", path: where } } },
      "turn: snapshotConcluded",
    ],
  ])("%s", ([, looked, expected]) => {
    expect(does(planned(looked))).toBe(expected);
  });

  test("a request is claimed by its id, before Flink is asked", () => {
    const seen = look({});
    const plan = decide(seen, circumstances());
    if (plan.act !== "trigger") throw new Error(plan.act);
    expect(claimed(seen.resource, plan, noon)).toEqual({
      ...seen.resource.status,
      jobStatus: {
        ...seen.resource.status.jobStatus,
        savepointInfo: {
          triggerId: circumstances().fresh.triggerId,
          triggerTimestamp: noon,
          triggerType: "MANUAL",
          triggerNonce: 7,
          formatType: "CANONICAL",
          lastPeriodicSavepointTimestamp: 0,
        },
      },
    });
  });

  const after = (looked: Looked, outcome: Outcome): ReturnType<typeof report> => {
    const seen = look(looked);
    return report(seen, decide(seen, circumstances(seen.at)), outcome, circumstances(seen.at));
  };
  const lost = { stage: underWay, inStatus: { savepoint: { kind: "unknown", checkpoints: told() } } } as const;

  test("the id that Flink gives is the one to ask with", () => {
    const other = "b".repeat(32) as TriggerId;
    const { status } = after(lost, { kind: "done", triggerId: other });
    expect(status.jobStatus?.savepointInfo).toMatchObject({ triggerId: other, triggerType: "MANUAL" });
  });

  test("a refusal is a try that failed, and no trouble of the deployment", () => {
    const claimedSeen = look({ stage: { ...underWay, status: { error: "Job Not Found" } } });
    const refused: Outcome = { kind: "refused", because: "no directory" };
    const { status, happenings } = report(claimedSeen, planned({}), refused, circumstances());
    expect(status.jobStatus?.savepointInfo).not.toHaveProperty("triggerId");
    expect(status).toMatchObject({ lifecycleState: "STABLE", jobManagerDeploymentStatus: "READY" });
    expect(happenings).toEqual([
      {
        type: "Warning",
        component: "Operator",
        reason: "SavepointError",
        message: "Savepoint failed for savepointTriggerNonce: 7: no directory",
      },
    ]);
  });

  test("a nonce is done with once the savepoint is there", () => {
    const { status } = after(
      { stage: underWay, inStatus: { savepoint: { kind: "completed", path: where } } },
      { kind: "nothing" },
    );
    expect(status.reconciliationStatus?.lastReconciledSpec).toContain('"savepointTriggerNonce":7');
    expect(status.jobStatus?.savepointInfo?.lastSavepoint).toMatchObject({ location: where, triggerNonce: 7 });
  });

  test("a request goes with the job that is stopped, and is told", () => {
    const stage: Stage = { ...changed, wanted: { ...changed.wanted, configuration: ignoring, mode: "stateless" } };
    const { status, happenings } = after({ stage, flink: answeredOf("FINISHED") }, { kind: "nothing" });
    expect(status.jobStatus?.savepointInfo).toEqual({ lastPeriodicSavepointTimestamp: 0 });
    expect(happenings.map(({ reason }) => reason)).toContain("SavepointError");
  });

  test("the deadline of the wait says what to do", () => {
    const since = new Date(noon).toISOString();
    const stage: Stage = { ...changed, fleet: { step: { name: "pendingSavepoint", since } } };
    const plan = planned({ stage, inStatus: inProgress, at: later(noon, minutes(12)) });
    expect(plan.act === "wait" && plan.obstacle?.message).toMatch(/more than 12 minutes: .*ignore-pending-savepoint/u);
  });
});

describe("the history of savepoints in status", () => {
  const entry = (location: string, ago: number): object => ({
    location,
    timeStamp: noon - ago,
    triggerType: "PERIODIC",
  });
  const history = [entry("s3://a", minutes(30)), entry("s3://b", minutes(20)), entry("s3://c", minutes(10))];
  const limits = { ...off, "kubernetes.operator.savepoint.history.max.count": "1" };
  const kept = (configuration: object, savepointHistory: readonly object[] = history): Stage => ({
    last: { configuration: { ...configuration } },
    jobStatus: { state: "RUNNING", savepointInfo: { savepointHistory } },
  });

  test.for<readonly [when: string, looked: Looked, does: string]>([
    ["too many are kept", { stage: kept(limits) }, "disposeSavepoint"],
    [
      "Flink does not answer",
      { stage: kept(limits), flink: { kind: "unreachable", because: "timeout" } },
      "wait for reachability",
    ],
    ["they are within limits", { stage: kept(off) }, "wait"],
    [
      "too many are kept that nobody is to delete",
      { stage: kept({ ...limits, "kubernetes.operator.savepoint.cleanup.enabled": "false" }) },
      "turn: snapshotConcluded",
    ],
    ["one has no place", { stage: kept(limits, [{ timeStamp: 1 }, ...history.slice(2)]) }, "turn: snapshotConcluded"],
  ])("%s", ([, looked, expected]) => {
    expect(does(planned(looked))).toBe(expected);
  });

  test("loses one entry once its files are deleted, and none where they could not be", () => {
    const seen = look({ stage: kept(limits) });
    const plan = decide(seen, circumstances());
    expect(plan).toMatchObject({ effect: { path: "s3://a" } });
    const left = (kind: "done" | "nothing"): unknown =>
      report(seen, plan, { kind }, circumstances()).status.jobStatus?.savepointInfo?.savepointHistory;
    expect(left("done")).toEqual(history.slice(1));
    expect(left("nothing")).toEqual(history);
  });
});

describe("the next look", () => {
  const every = (interval: string): Looked => ({
    stage: {
      last: { configuration: { "kubernetes.operator.periodic.savepoint.interval": interval } },
      metadata: { creationTimestamp: new Date(noon).toISOString() },
    },
    inStatus: { records: false },
    at: later(noon, seconds(90)),
  });

  test.for([
    ["5 min", seconds(210)],
    ["16 min", seconds(870)],
    ["17 min", "on schedule"],
    ["0", "on schedule"],
  ] as const)("with a savepoint every %s comes after %s", ([interval, wake]) => {
    expect(planned(every(interval))).toMatchObject({ act: "wait", wake });
  });
});
