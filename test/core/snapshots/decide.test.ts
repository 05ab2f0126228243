import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { versions } from "../../../lib/core/configuration/versions.ts";
import type { JobId } from "../../../lib/core/flink.ts";
import { decide } from "../../../lib/core/snapshots/decide.ts";
import { looksAtOthers } from "../../../lib/core/snapshots/looksAtOthers.ts";
import type { SnapshotPlan } from "../../../lib/core/snapshots/plan.ts";
import type { SnapshotSeen } from "../../../lib/core/snapshots/seen.ts";
import { later, millis, minutes, rfc3339, seconds, type Millis } from "../../../lib/core/time.ts";
import {
  aJob,
  aLook,
  aNewSnapshot,
  announced,
  asked,
  aSnapshot,
  away,
  circumstances,
  deleted,
  ended,
  fresh,
  job,
  noon,
  notSeen,
  running,
  taken,
  unknown,
  where,
} from "./support/builders.ts";

/** What a plan does, in a few words. */
function does(plan: SnapshotPlan): string {
  switch (plan.act) {
    case "wait":
      return plan.obstacle === undefined ? "wait" : `wait: ${plan.obstacle.reason}`;
    case "again":
      return `again: ${plan.effect.kind}`;
    case "once":
      return `once: ${plan.effect.request.kind}`;
    case "conclude":
      return `conclude: ${plan.verdict.kind}`;
  }
}

const old = versions.v1_14;
const checkpointed = { spec: { savepoint: undefined, checkpoint: {} } };
const complete = { status: { state: "COMPLETED", path: where } };
const failedOnce = { status: { state: "TRIGGER_PENDING", failures: 1, resultTimestamp: rfc3339(noon), error: "{}" } };
const waited = (since: Millis, parts: object = {}): object => ({
  status: { ...parts, fleet: { waitingSince: rfc3339(later(noon, millis(0 - since))) } },
});
const lost: Partial<SnapshotSeen> = { progress: unknown() };
const replaced = aJob(running, { jobId: "99999999999999999999999999999999" as JobId });
const found: Partial<SnapshotSeen> = { progress: unknown({ savepoint: taken(later(noon, seconds(3))) }) };

interface Case {
  readonly when: string;
  readonly seen: SnapshotSeen;
  readonly after?: Millis;
  readonly plans: string;
}

const ofNewOnes: readonly Case[] = [
  { when: "it is new", seen: aLook(aNewSnapshot()), plans: "again: mark" },
  { when: "it is labelled", seen: aLook(aSnapshot()), plans: "once: savepoint" },
  {
    when: "its files stay and labels are missing",
    seen: aLook(aNewSnapshot({ spec: { savepoint: { disposeOnDelete: false } } })),
    plans: "again: mark",
  },
  { when: "a checkpoint is asked for", seen: aLook(aSnapshot(checkpointed)), plans: "once: checkpoint" },
  {
    when: "a checkpoint is asked of Flink 1.16",
    seen: aLook(aSnapshot(checkpointed), { target: aJob(running, { version: versions.v1_16 }) }),
    plans: "conclude: failed",
  },
  {
    when: "nothing is asked for",
    seen: aLook(aNewSnapshot({ spec: { savepoint: undefined } })),
    plans: "wait: ValidationError",
  },
  {
    when: "it exists already, of no job, and is not labelled",
    seen: aLook(aNewSnapshot({ spec: { jobReference: undefined, savepoint: { path: where, alreadyExists: true } } }), {
      target: { kind: "none" },
    }),
    plans: "again: mark",
  },
  {
    when: "it exists already",
    seen: aLook(aSnapshot({ spec: { savepoint: { path: where, alreadyExists: true } } })),
    plans: "conclude: completed",
  },
  { when: "the job restarts", seen: aLook(aSnapshot(), { target: aJob(away) }), plans: "wait" },
  {
    when: "the job has restarted for 30 minutes",
    seen: aLook(aSnapshot(waited(minutes(30))), { target: aJob(away) }),
    plans: "conclude: abandoned",
  },
  { when: "the job has ended", seen: aLook(aSnapshot(), { target: aJob(ended) }), plans: "conclude: abandoned" },
  { when: "Flink cannot be asked", seen: aLook(aSnapshot(), { target: aJob(notSeen) }), plans: "wait" },
  {
    when: "Flink could not be asked for 30 minutes",
    seen: aLook(aSnapshot(waited(minutes(30))), { target: aJob(notSeen) }),
    plans: "wait: FlinkUnreachable",
  },
  {
    when: "the job's resource could not be looked at for a day",
    seen: aLook(aSnapshot(waited(minutes(1440))), { target: { kind: "notSeen", because: "timeout" } }),
    plans: "wait: FlinkUnreachable",
  },
  {
    when: "the job's resource is missing",
    seen: aLook(aSnapshot(), { target: { kind: "missing" } }),
    plans: "wait: ValidationError",
  },
  {
    when: "the job's resource was missing for 30 minutes",
    seen: aLook(aSnapshot(waited(minutes(30))), { target: { kind: "missing" } }),
    plans: "conclude: abandoned",
  },
  { when: "it failed 9 s ago", seen: aLook(aSnapshot(failedOnce)), after: seconds(9), plans: "wait" },
  { when: "it failed for the fourth time 79 s ago", seen: aLook(failedOften(4)), after: seconds(79), plans: "wait" },
  {
    when: "it failed for the fourth time 80 s ago",
    seen: aLook(failedOften(4)),
    after: seconds(80),
    plans: "once: savepoint",
  },
  {
    when: "it failed for the 40th time 10 min ago",
    seen: aLook(failedOften(40)),
    after: minutes(10),
    plans: "once: savepoint",
  },
  { when: "it failed for the 40th time 9 min ago", seen: aLook(failedOften(40)), after: minutes(9), plans: "wait" },
  { when: "it failed 10 s ago", seen: aLook(aSnapshot(failedOnce)), after: seconds(10), plans: "once: savepoint" },
  {
    when: "it failed for good",
    seen: aLook(aSnapshot({ spec: { backoffLimit: 0 }, status: { state: "FAILED", failures: 1 } })),
    after: minutes(60),
    plans: "wait",
  },
  { when: "it is complete", seen: aLook(aSnapshot(complete)), plans: "wait" },
  { when: "it is complete and labelled pending", seen: aLook(withOldLabel()), plans: "again: mark" },
];

function failedOften(failures: number): SnapshotSeen["resource"] {
  return aSnapshot({ status: { ...failedOnce.status, failures } });
}

function withOldLabel(): SnapshotSeen["resource"] {
  const made = aSnapshot(complete);
  return { ...made, metadata: { ...made.metadata, labels: aSnapshot().metadata.labels } };
}

const ofThoseUnderWay: readonly Case[] = [
  { when: "Flink takes it", seen: aLook(announced(), { progress: { kind: "inProgress" } }), plans: "wait" },
  {
    when: "Flink has taken it for an hour",
    seen: aLook(announced(), { progress: { kind: "inProgress" } }),
    after: minutes(60),
    plans: "conclude: failed",
  },
  {
    when: "Flink has taken it for an hour, and checkpoints may take one",
    seen: aLook(announced(), {
      target: aJob(running, { configuration: { "execution.checkpointing.timeout": "1 h" } }),
      progress: { kind: "inProgress" },
    }),
    after: minutes(119),
    plans: "wait",
  },
  {
    when: "it is complete",
    seen: aLook(announced(), { progress: { kind: "completed", path: where } }),
    plans: "conclude: completed",
  },
  {
    when: "it is complete and the job has ended",
    seen: aLook(announced(), { target: aJob(ended), progress: { kind: "completed", path: where } }),
    plans: "conclude: completed",
  },
  {
    when: "Flink failed to take it",
    seen: aLook(announced(), { progress: { kind: "failed", because: "disk full" } }),
    plans: "conclude: failed",
  },
  { when: "Flink does not know the request", seen: aLook(announced(), lost), plans: "again: trigger" },
  {
    when: "Flink does not know the request, nor a snapshot, for an hour",
    seen: aLook(announced(), lost),
    after: minutes(60),
    plans: "conclude: failed",
  },
  {
    when: "Flink has forgotten the request and knows the savepoint",
    seen: aLook(announced(), found),
    after: minutes(600),
    plans: "conclude: completed",
  },
  {
    when: "the savepoint that Flink knows is another resource's",
    seen: aLook(announced(), { ...found, others: [where] }),
    plans: "again: trigger",
  },
  {
    when: "the savepoint that Flink knows is older",
    seen: aLook(announced(), { progress: unknown({ savepoint: taken(later(noon, seconds(-3))) }) }),
    plans: "again: trigger",
  },
  {
    when: "the savepoint that Flink knows is a second older by its clock",
    seen: aLook(announced(), { progress: unknown({ savepoint: taken(later(noon, seconds(-1))) }) }),
    plans: "conclude: completed",
  },
  {
    when: "the savepoint that Flink knows lies in memory",
    seen: aLook(announced(), { progress: unknown({ savepoint: taken(later(noon, seconds(3)), { path: undefined }) }) }),
    plans: "again: trigger",
  },
  {
    when: "the job was restored from a savepoint since",
    seen: aLook(announced(), { progress: unknown({ restored: taken(later(noon, seconds(3))) }) }),
    plans: "again: trigger",
  },
  {
    when: "a checkpoint was forgotten, and a later one is complete",
    seen: aLook(announced(checkpointed), { progress: unknown({ completed: taken(later(noon, seconds(3))) }) }),
    plans: "conclude: completed",
  },
  {
    when: "a checkpoint was forgotten, and the newest is older",
    seen: aLook(announced(checkpointed), { progress: unknown({ completed: taken(later(noon, seconds(-1))) }) }),
    plans: "again: trigger",
  },
  {
    when: "the request was lost and the job restarts",
    seen: aLook(announced(), { ...lost, target: aJob(away) }),
    plans: "wait",
  },
  {
    when: "the request was lost and the job has ended",
    seen: aLook(announced(), { ...lost, target: aJob(ended) }),
    plans: "conclude: abandoned",
  },
  {
    when: "the savepoint is known of a job that has ended",
    seen: aLook(announced(), { ...found, target: aJob(ended) }),
    plans: "conclude: completed",
  },
  { when: "the job was replaced", seen: aLook(announced(), { ...lost, target: replaced }), plans: "conclude: failed" },
  {
    when: "the job is being replaced and Flink is not up",
    seen: aLook(announced(), { target: { ...replaced, standing: away, answers: false } }),
    plans: "conclude: failed",
  },
  {
    when: "the JobManager is gone for a while",
    seen: aLook(announced(), { target: aJob(away) }),
    plans: "wait",
  },
  {
    when: "the job is gone",
    seen: aLook(announced(), { target: aJob(ended, { answers: false }) }),
    plans: "conclude: abandoned",
  },
  {
    when: "the job's resource is gone",
    seen: aLook(announced(), { target: { kind: "missing" } }),
    plans: "conclude: abandoned",
  },
  {
    when: "Flink cannot be asked for hours",
    seen: aLook(announced({ status: waited(minutes(500))["status" as never] }), {
      progress: { kind: "notSeen", because: "timeout" },
    }),
    after: minutes(500),
    plans: "wait: FlinkUnreachable",
  },
];

const ofOldVersions: readonly Case[] = [
  {
    when: "the request was announced just now and is not known",
    seen: aLook(announced({ status: { triggerId: undefined } }), { ...lost, target: aJob(running, { version: old }) }),
    after: seconds(29),
    plans: "wait",
  },
  {
    when: "a snapshot is under way that may be it",
    seen: aLook(announced({ status: { triggerId: undefined } }), {
      target: aJob(running, { version: old }),
      progress: unknown({ inProgressSince: noon }),
    }),
    after: minutes(9),
    plans: "wait",
  },
  {
    when: "something has been under way for longer than a checkpoint may take",
    seen: aLook(announced({ status: { triggerId: undefined } }), {
      target: aJob(running, { version: old }),
      progress: unknown({ inProgressSince: noon }),
    }),
    after: minutes(10),
    plans: "once: savepoint",
  },
  {
    when: "nothing is under way",
    seen: aLook(announced({ status: { triggerId: undefined } }), { ...lost, target: aJob(running, { version: old }) }),
    after: seconds(30),
    plans: "once: savepoint",
  },
  {
    when: "the savepoint is found",
    seen: aLook(announced({ status: { triggerId: undefined } }), { ...found, target: aJob(running, { version: old }) }),
    plans: "conclude: completed",
  },
  {
    when: "its id is not known to Flink any more",
    seen: aLook(announced(), { ...lost, target: aJob(running, { version: old }) }),
    after: seconds(30),
    plans: "once: savepoint",
  },
];

const ofDeletedOnes: readonly Case[] = [
  { when: "it was never looked at", seen: aLook(aSnapshot(deleted())), plans: "again: release" },
  {
    when: "others hold it",
    seen: aLook(aSnapshot(deleted({ metadata: { finalizers: ["other"] } }))),
    plans: "wait",
  },
  { when: "it is complete", seen: aLook(aSnapshot(deleted(complete))), plans: "again: dispose" },
  {
    when: "its files stay",
    seen: aLook(aSnapshot(deleted({ ...complete, spec: { savepoint: { disposeOnDelete: false } } }))),
    plans: "again: release",
  },
  {
    when: "it is a checkpoint",
    seen: aLook(aSnapshot(deleted({ ...complete, ...checkpointed }))),
    plans: "again: release",
  },
  {
    when: "the job has ended and Flink answers",
    seen: aLook(aSnapshot(deleted(complete)), { target: aJob(ended) }),
    plans: "again: dispose",
  },
  {
    when: "Flink does not answer",
    seen: aLook(aSnapshot(deleted(complete)), { target: aJob(away) }),
    plans: "wait: CleanupFailed",
  },
  {
    when: "Flink has not answered for 30 minutes",
    seen: aLook(aSnapshot(deleted(complete)), { target: aJob(away) }),
    after: minutes(30),
    plans: "again: release",
  },
  {
    when: "the job's resource is gone",
    seen: aLook(aSnapshot(deleted(complete)), { target: { kind: "missing" } }),
    plans: "again: release",
  },
  {
    when: "the job's resource cannot be looked at",
    seen: aLook(aSnapshot(deleted(complete)), { target: { kind: "notSeen", because: "timeout" } }),
    plans: "wait: CleanupFailed",
  },
  {
    when: "the job would be started from it",
    seen: aLook(aSnapshot(deleted(complete)), { target: aJob(running, { needed: [where] }) }),
    plans: "wait: CleanupFailed",
  },
  {
    when: "another resource speaks of its files",
    seen: aLook(aSnapshot(deleted(complete)), { others: [where] }),
    plans: "wait: CleanupFailed",
  },
  {
    when: "it is under way",
    seen: aLook(announced(deleted()), { progress: { kind: "inProgress" } }),
    plans: "wait",
  },
  {
    when: "it came to its end meanwhile",
    seen: aLook(announced(deleted()), { progress: { kind: "completed", path: where } }),
    plans: "conclude: completed",
  },
  { when: "it was announced just now", seen: aLook(announced(deleted()), lost), after: seconds(29), plans: "wait" },
  {
    when: "it was announced and never asked for",
    seen: aLook(announced(deleted()), lost),
    after: seconds(30),
    plans: "conclude: abandoned",
  },
  {
    when: "it is under way for 30 minutes",
    seen: aLook(announced(deleted()), { progress: { kind: "inProgress" } }),
    after: minutes(30),
    plans: "again: release",
  },
];

describe("decide", () => {
  const check = ({ seen, after = 0 as Millis, plans }: Case): void => {
    expect(does(decide(seen, circumstances(later(noon, after))))).toBe(plans);
  };
  describe("before it is asked for", () => {
    test.for(ofNewOnes)("$when → $plans", check);
  });
  describe("under way", () => {
    test.for(ofThoseUnderWay)("$when → $plans", check);
  });
  describe("before Flink 1.15", () => {
    test.for(ofOldVersions)("$when → $plans", check);
  });
  describe("deleted", () => {
    test.for(ofDeletedOnes)("$when → $plans", check);
  });

  test("a request is announced under a fresh id and repeated under the same", () => {
    const first = decide(aLook(aSnapshot()), circumstances());
    expect(first).toMatchObject({
      act: "once",
      triggerId: fresh,
      intent: { jobId: job, at: rfc3339(noon) },
      effect: {
        job,
        request: { savepoint: { directory: "s3://state/savepoints", triggerId: fresh, format: "CANONICAL" } },
      },
    });
    const again = decide(aLook(announced(), lost), circumstances());
    expect(again).toMatchObject({ act: "again", effect: { request: { savepoint: { triggerId: asked } } } });
  });

  test("before Flink 1.15 neither id nor format is sent", () => {
    const plan = decide(
      aLook(aSnapshot({ spec: { savepoint: { path: "s3://mine", formatType: "NATIVE" } } }), {
        target: aJob(running, { version: old }),
      }),
      circumstances(),
    );
    expect(plan).toMatchObject({ act: "once", triggerId: undefined });
    expect(plan).toMatchObject({
      effect: { request: { savepoint: { directory: "s3://mine", triggerId: undefined, format: undefined } } },
    });
  });

  test("a savepoint of no job, whose files nobody could delete, needs no finalizer", () => {
    const spec = { jobReference: undefined, savepoint: { path: where, alreadyExists: true } };
    const plan = decide(aLook(aNewSnapshot({ spec }), { target: { kind: "none" } }), circumstances());
    expect(plan).toMatchObject({ effect: { kind: "mark", finalizers: [] } });
  });

  test("what is left behind is told, with its place", () => {
    const plan = decide(
      aLook(aSnapshot(deleted(complete)), { target: aJob(away) }),
      circumstances(later(noon, minutes(30))),
    );
    expect(plan.tell).toMatchObject([{ reason: "CleanupFailed" }]);
    expect(plan.tell?.[0]?.message).toContain(where);
  });
});

describe("whatever is seen", () => {
  const standings = fc.constantFrom(running, away, ended, notSeen);
  const targets = fc.oneof(
    fc.constantFrom<SnapshotSeen["target"]>(
      { kind: "none" },
      { kind: "missing" },
      { kind: "notSeen", because: "timeout" },
    ),
    fc
      .record({ standing: standings, answers: fc.boolean(), version: fc.constantFrom(old, versions.v1_20) })
      .map(({ standing, ...parts }) => aJob(standing, parts)),
  );
  const resources = fc
    .record({
      state: fc.constantFrom("TRIGGER_PENDING", "IN_PROGRESS", "COMPLETED", "FAILED", "ABANDONED"),
      failures: fc.integer({ min: 0, max: 40 }),
      backoffLimit: fc.integer({ min: -1, max: 3 }),
      going: fc.boolean(),
      hasId: fc.boolean(),
      path: fc.constantFrom(undefined, "", where),
    })
    .map(({ state, failures, backoffLimit, going, hasId, path }) =>
      aSnapshot({
        metadata: going ? { deletionTimestamp: rfc3339(noon) } : {},
        spec: { backoffLimit },
        status: {
          state,
          failures,
          ...(path === undefined ? {} : { path }),
          ...(state === "TRIGGER_PENDING"
            ? {}
            : {
                triggerTimestamp: rfc3339(noon),
                ...(hasId ? { triggerId: asked } : {}),
                fleet: { intent: { kind: "snapshot", jobId: job, at: rfc3339(noon) } },
              }),
          ...(failures > 0 ? { resultTimestamp: rfc3339(noon) } : {}),
        },
      }),
    );
  const progress = fc.constantFrom<SnapshotSeen["progress"]>(
    { kind: "notAsked" },
    { kind: "notSeen", because: "timeout" },
    { kind: "inProgress" },
    { kind: "completed", path: where },
    { kind: "failed", because: "no" },
    unknown(),
    unknown({ savepoint: taken(later(noon, seconds(3))) }),
  );
  const looks = fc.record({ resource: resources, target: targets, progress, others: fc.constantFrom([], [where]) });
  const ages = fc.integer({ min: 0, max: 200 }).map(minutes);

  test("what other snapshots speak of changes nothing where it is not looked at", () => {
    const without = looks.filter((seen) => !looksAtOthers(seen)).map((seen) => ({ ...seen, others: [] }));
    fc.assert(
      fc.property(without, ages, (seen, age) => {
        const at = circumstances(later(noon, age));
        expect(decide({ ...seen, others: [where] }, at)).toEqual(decide(seen, at));
      }),
      { numRuns: 3000 },
    );
  });

  test("nothing is asked of a job that was not seen to run, nor for a resource that goes away", () => {
    fc.assert(
      fc.property(looks, ages, (seen, age) => {
        const plan = decide(seen, circumstances(later(noon, age)));
        const asks = plan.act === "once" || (plan.act === "again" && plan.effect.kind === "trigger");
        if (!asks) return true;
        const { target, resource } = seen;
        return (
          resource.metadata.deletionTimestamp === undefined &&
          target.kind === "found" &&
          target.standing.kind === "running"
        );
      }),
    );
  });

  test("what could not be looked at never abandons, fails or disposes of anything", () => {
    const blind = fc.record({
      resource: resources,
      target: fc.constantFrom<SnapshotSeen["target"]>({ kind: "notSeen", because: "timeout" }, aJob(notSeen)),
      progress: fc.constantFrom<SnapshotSeen["progress"]>({ kind: "notAsked" }, { kind: "notSeen", because: "x" }),
      others: fc.constant([]),
    });
    fc.assert(
      fc.property(blind, ages, (seen, age) => {
        const plan = decide(seen, circumstances(later(noon, age)));
        return plan.act !== "conclude" && !(plan.act === "again" && plan.effect.kind === "dispose");
      }),
    );
  });

  test("a second request is only made where the first left no trace", () => {
    fc.assert(
      fc.property(looks, ages, (seen, age) => {
        const plan = decide(seen, circumstances(later(noon, age)));
        if (plan.act !== "once" || seen.resource.status.state !== "IN_PROGRESS") return true;
        return seen.progress.kind === "unknown" && (age >= seconds(30) || seen.resource.status.triggerId === undefined);
      }),
    );
  });
});
