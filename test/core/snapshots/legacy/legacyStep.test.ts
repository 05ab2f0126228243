import { describe, expect, test } from "vitest";
import { flinkDeployment, type FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import type { JobStatus } from "../../../../lib/api/resources/common.ts";
import { versions } from "../../../../lib/core/configuration/versions.ts";
import { legacyRetention } from "../../../../lib/core/snapshots/legacy/legacyRetention.ts";
import { legacyStep, type LegacyLook, type LegacyStep } from "../../../../lib/core/snapshots/legacy/legacyStep.ts";
import { upgradeSavepoint } from "../../../../lib/core/snapshots/legacy/upgradeSavepoint.ts";
import { recordsInStatus } from "../../../../lib/core/snapshots/legacy/recordsInStatus.ts";
import type { SnapshotType } from "../../../../lib/core/snapshots/labels.ts";
import { later, minutes, rfc3339, seconds, type Instant } from "../../../../lib/core/time.ts";
import {
  aJob,
  aSnapshot,
  asked,
  away,
  circumstances,
  ended,
  fresh,
  noon,
  running,
  taken,
  unknown,
  where,
} from "../support/builders.ts";

const configuration = {
  "state.savepoints.dir": "s3://state/savepoints",
  "kubernetes.operator.periodic.savepoint.interval": "1 h",
};

const aDeployment = (nonce: number | undefined, jobStatus: object): FlinkDeployment =>
  flinkDeployment.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name: "counts", namespace: "team", uid: "u", resourceVersion: "7", creationTimestamp: rfc3339(noon) },
    spec: {
      flinkVersion: "v1_20",
      job: { parallelism: 1, savepointTriggerNonce: nonce, checkpointTriggerNonce: nonce },
      flinkConfiguration: configuration,
    },
    status: { jobStatus: { state: "RUNNING", ...jobStatus } },
  });

interface Parts {
  readonly nonce?: number;
  readonly jobStatus?: object;
  readonly type?: SnapshotType;
  readonly job?: LegacyLook["job"];
  readonly progress?: LegacyLook["progress"];
  readonly now?: Instant;
}

function step({ nonce, jobStatus = {}, type = "SAVEPOINT", job = aJob(), progress, now = noon }: Parts): LegacyStep {
  const resource = aDeployment(nonce, jobStatus);
  const last = aDeployment(undefined, {}).spec;
  const asking = { resource, last, configuration, snapshots: [], now };
  return legacyStep({ asking, type, job, progress: progress ?? { kind: "notAsked" } }, circumstances(now));
}

const pending = {
  savepointInfo: { triggerId: asked, triggerTimestamp: noon, triggerType: "MANUAL", formatType: "CANONICAL" },
};
const periodic = { savepointInfo: { ...pending.savepointInfo, triggerType: "PERIODIC" } };
const announcedOld = { savepointInfo: { ...pending.savepointInfo, triggerId: undefined } };
const done: LegacyLook["progress"] = { kind: "completed", path: where };
const broken: LegacyLook["progress"] = { kind: "failed", because: "disk full" };
const old = aJob(running, { version: versions.v1_14 });

const does = (taken: LegacyStep): string =>
  taken.kind === "concluded" ? `concluded${taken.nonceDone ? ", nonce done" : ""}` : taken.kind;

describe("a job whose snapshots are in its status", () => {
  test.for<[when: string, parts: Parts, does: string]>([
    ["nothing is asked for", {}, "nothing"],
    ["a nonce is new", { nonce: 7 }, "once"],
    ["a nonce is new, and the job restarts", { nonce: 7, job: aJob(away) }, "wait"],
    ["a schedule is due", { now: later(noon, minutes(60)) }, "once"],
    ["Flink takes it", { nonce: 7, jobStatus: pending, progress: { kind: "inProgress" } }, "wait"],
    [
      "Flink has taken it for an hour",
      { nonce: 7, jobStatus: pending, progress: { kind: "inProgress" }, now: later(noon, minutes(60)) },
      "concluded, nonce done",
    ],
    ["it is complete", { nonce: 7, jobStatus: pending, progress: done }, "concluded, nonce done"],
    ["a periodic one is complete", { jobStatus: periodic, progress: done }, "concluded"],
    [
      "it failed just now",
      { nonce: 7, jobStatus: pending, progress: broken, now: later(noon, seconds(59)) },
      "concluded",
    ],
    [
      "it failed after the grace period",
      { nonce: 7, jobStatus: pending, progress: broken, now: later(noon, minutes(1)) },
      "concluded, nonce done",
    ],
    ["Flink does not know it", { nonce: 7, jobStatus: pending, progress: unknown() }, "again"],
    [
      "Flink knows the savepoint",
      { nonce: 7, jobStatus: pending, progress: unknown({ savepoint: taken(noon) }) },
      "concluded, nonce done",
    ],
    [
      "Flink cannot be asked",
      {
        nonce: 7,
        jobStatus: pending,
        progress: { kind: "notSeen", because: "timeout" },
        now: later(noon, minutes(600)),
      },
      "wait",
    ],
    [
      "the request is lost and the job restarts",
      { nonce: 7, jobStatus: pending, progress: unknown(), job: aJob(away) },
      "wait",
    ],
    ["the job is gone", { nonce: 7, jobStatus: pending, job: aJob(ended) }, "concluded"],
    [
      "it was announced to an old Flink just now",
      { nonce: 7, jobStatus: announcedOld, progress: unknown(), job: old, now: later(noon, seconds(29)) },
      "wait",
    ],
    [
      "it was lost by an old Flink",
      { nonce: 7, jobStatus: announcedOld, progress: unknown(), job: old, now: later(noon, seconds(30)) },
      "once",
    ],
    [
      "something is under way in an old Flink",
      {
        nonce: 7,
        jobStatus: announcedOld,
        progress: unknown({ inProgressSince: noon }),
        job: old,
        now: later(noon, seconds(30)),
      },
      "wait",
    ],
  ])("%s", ([, parts, expected]) => {
    expect(does(step(parts))).toBe(expected);
  });

  test("announces the request in the Apache operator's fields", () => {
    expect(step({ nonce: 7 })).toMatchObject({
      jobStatus: {
        state: "RUNNING",
        savepointInfo: {
          triggerId: fresh,
          triggerTimestamp: noon,
          triggerType: "MANUAL",
          formatType: "CANONICAL",
          lastPeriodicSavepointTimestamp: 0,
        },
      },
      effect: { request: { savepoint: { directory: "s3://state/savepoints", triggerId: fresh } } },
    });
    expect(step({ nonce: 7, type: "CHECKPOINT" })).toMatchObject({
      jobStatus: { checkpointInfo: { triggerId: fresh, formatType: "FULL" } },
      effect: { request: { kind: "checkpoint", type: "FULL" } },
    });
    expect(
      (step({ nonce: 7, job: old }) as { readonly jobStatus: JobStatus }).jobStatus.savepointInfo,
    ).not.toHaveProperty("triggerId");
  });

  test("records what was taken, once", () => {
    const first = step({ nonce: 7, jobStatus: pending, progress: done }) as Extract<LegacyStep, { kind: "concluded" }>;
    const entry = { timeStamp: noon, location: where, triggerType: "MANUAL", formatType: "CANONICAL", triggerNonce: 7 };
    expect(first.jobStatus.savepointInfo).toEqual({
      lastPeriodicSavepointTimestamp: 0,
      lastSavepoint: entry,
      savepointHistory: [entry],
    });
    const again = { savepointInfo: { ...pending.savepointInfo, savepointHistory: [entry] } };
    const second = step({ nonce: 7, jobStatus: again, progress: done }) as typeof first;
    expect(second.jobStatus.savepointInfo?.savepointHistory).toHaveLength(1);
  });

  test("counts the next periodic one from the last, also when that failed", () => {
    for (const progress of [done, broken]) {
      const after = step({ jobStatus: periodic, progress, now: later(noon, minutes(1)) });
      expect(after).toMatchObject({ jobStatus: { savepointInfo: { lastPeriodicSavepointTimestamp: noon } } });
    }
  });

  test("tells a failure in the Apache operator's words, and retries count from the first try", () => {
    const failed = step({ nonce: 7, jobStatus: pending, progress: broken, now: later(noon, seconds(20)) });
    expect(failed).toMatchObject({
      jobStatus: { savepointInfo: { triggerTimestamp: noon } },
      tell: [{ reason: "SavepointError", message: "Savepoint failed for savepointTriggerNonce: 7: disk full" }],
    });
    const { jobStatus } = failed as Extract<LegacyStep, { kind: "concluded" }>;
    const retried = (now: Instant): unknown => step({ nonce: 7, jobStatus, now });
    expect(retried(later(noon, seconds(30)))).toMatchObject({
      jobStatus: { savepointInfo: { triggerTimestamp: noon } },
    });
    const muchLater = later(noon, minutes(30));
    expect(retried(muchLater)).toMatchObject({ jobStatus: { savepointInfo: { triggerTimestamp: muchLater } } });
  });
});

describe("the history", () => {
  const entry = (hoursAgo: number): { timeStamp: number; location: string } => ({
    timeStamp: later(noon, minutes(-60 * hoursAgo)),
    location: `s3://${hoursAgo}`,
  });
  const three = [entry(3), entry(2), entry(1)];
  const limits = (count: number, more: object = {}): Parameters<typeof legacyRetention>[1] => ({
    snapshots: [],
    configuration: { "kubernetes.operator.savepoint.history.max.count": String(count), ...more },
    caps: {},
    needed: [],
    now: noon,
  });
  const complete = aSnapshot({ status: { state: "COMPLETED" } });

  test.for<[string, Parameters<typeof legacyRetention>, kept: readonly string[], outlived: readonly string[]]>([
    ["within limits", [three, limits(3)], ["s3://3", "s3://2", "s3://1"], []],
    ["too many", [three, limits(1)], ["s3://1"], ["s3://3", "s3://2"]],
    ["too old", [[entry(30), entry(1)], limits(9)], ["s3://1"], ["s3://30"]],
    ["the newest stays, however old", [[entry(40), entry(30)], limits(9)], ["s3://30"], ["s3://40"]],
    ["resources count against it", [three, { ...limits(3), snapshots: [complete] }], ["s3://2", "s3://1"], ["s3://3"]],
    ["resources take its place", [[entry(30)], { ...limits(3), snapshots: [complete] }], [], ["s3://30"]],
    ["what is needed stays", [three, { ...limits(1), needed: ["s3://3"] }], ["s3://3", "s3://1"], ["s3://2"]],
    [
      "without cleaning up files stay",
      [three, limits(1, { "kubernetes.operator.savepoint.cleanup.enabled": "false" })],
      ["s3://1"],
      [],
    ],
  ])("%s", ([, [history, parts], kept, outlived]) => {
    const aged = legacyRetention(history, parts);
    expect(aged.history.map(({ location }) => location)).toEqual(kept);
    expect(aged.outlived.map(({ location }) => location)).toEqual(outlived);
  });
});

test.for<[configuration: object, fleet: object, known: boolean, expected: boolean]>([
  [{}, {}, true, false],
  [{}, {}, false, true],
  [{ "kubernetes.operator.snapshot.resource.enabled": "false" }, {}, true, true],
  [{}, { "kubernetes.operator.snapshot.resource.enabled": "false" }, true, true],
])("%j of a resource, %j of the fleet, kind known: %s → recorded in status: %s", ([own, fleet, known, expected]) => {
  expect(recordsInStatus(own as Record<string, string>, fleet as Record<string, string>, known)).toBe(expected);
});

test.for(["NATIVE", "CANONICAL"])(
  "the savepoint of an upgrade is remembered in the format that was asked for: %s",
  (formatType) => {
    const asked = { "kubernetes.operator.savepoint.format.type": formatType };
    expect(upgradeSavepoint(asked, { path: where, at: noon })).toMatchObject({
      trigger: "UPGRADE",
      path: where,
      formatType,
    });
  },
);
