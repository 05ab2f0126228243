import { describe, expect, test } from "vitest";
import type { ChangesJournal } from "../../../lib/api/resources/changesJournal.ts";
import { changesJournal } from "../../../lib/api/resources/changesJournal.ts";
import { changeNotes } from "../../../lib/api/resources/changeNotes.ts";
import { changesAnnotation } from "../../../lib/api/resources/changeNote.ts";
import type { FlinkDeploymentStatus } from "../../../lib/api/resources/flinkDeployment.ts";
import { changesAfter } from "../../../lib/core/changes/changesAfter.ts";
import { lifecycleChange } from "../../../lib/core/changes/lifecycleChange.ts";
import { openNotes } from "../../../lib/core/changes/openNotes.ts";
import { progressAfter, type Step } from "../../../lib/core/changes/progress.ts";
import { settled } from "../../../lib/core/changes/settled.ts";
import { stateUsed } from "../../../lib/core/changes/stateUsed.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { later, minutes, rfc3339, seconds } from "../../../lib/core/time.ts";
import { aDeployIntent, anApplication, noon } from "../lifecycle/support/builders.ts";
import { aCondition, aNote, judged } from "./builders.ts";

const at = (secondsLater: number): string => rfc3339(later(noon, seconds(secondsLater)));
const wait: Plan = { act: "wait", because: "it runs", wake: "on schedule" };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => aNote({ id: `c${index}` }));

describe("open changes", () => {
  const done = (...ids: readonly string[]): ChangesJournal => ({
    done: ids.map((id) => ({ id, result: "succeeded", at: at(0) })),
    outbox: [],
  });

  test.for([
    { when: "none is done", journal: undefined, open: ["a", "b"] },
    { when: "one is done", journal: done("a", "z"), open: ["b"] },
    { when: "all are", journal: done("b", "a"), open: [] },
  ])("$when", ({ journal, open }) => {
    const notes = ["a", "b", "a"].map((id) => aNote({ id }));
    expect(openNotes(notes, journal, at(0)).map(({ id }) => id)).toEqual(open);
  });

  test.for([
    { when: "it was made with its resource", created: at(0), count: 1 },
    { when: "clocks differ", created: at(59), count: 1 },
    { when: "the resource came later", created: at(61), count: 0 },
    { when: "nobody knows when the resource came", created: undefined, count: 1 },
  ])("$when", ({ created, count }) => {
    expect(openNotes([aNote()], undefined, created)).toHaveLength(count);
  });

  test("notes are read one by one", () => {
    const note = aNote();
    const read = (text: string) => changeNotes({ [changesAnnotation]: text });
    expect(changeNotes(undefined)).toEqual([]);
    expect(read("{")).toEqual([]);
    expect(read('{"id":"c1"}')).toEqual([]);
    expect(read(JSON.stringify([{ id: "x" }, note, 3]))).toEqual([note]);
  });
});

describe("what is settled", () => {
  const none = { done: [], outbox: [] };
  const settling = { progress: {}, now: noon, verdictOn: () => ({ result: "failed", cause: "no" }) as const };

  test("is told once, and remembered", () => {
    const notes = [aNote({ requestedAt: at(-3) })];
    const after = settled(none, { ...settling, notes, open: notes });
    expect(after.done).toEqual([{ id: "c1", result: "failed", at: at(0), requestedAt: at(-3) }]);
    expect(after.outbox).toMatchObject([
      { changeId: "c1", by: "ci", result: "failed", cause: "no", acceptedAt: at(0), completedAt: at(0), attempts: 0 },
    ]);
    expect(changesJournal.parse(after)).toEqual(after);
  });

  test("is bounded, but for changes whose notes are still there", () => {
    const notes = numbered(30);
    const first = settled(none, { ...settling, notes, open: notes });
    expect(first.done).toHaveLength(30);
    expect(first.outbox.map(({ changeId }) => changeId)).toEqual(notes.slice(10).map(({ id }) => id));
    const last = aNote({ id: "last" });
    const second = settled(first, { ...settling, notes: [...notes.slice(0, 1), last], open: [last] });
    expect(second.done.map(({ id }) => id)).toEqual(["c0", ...notes.slice(11).map(({ id }) => id), "last"]);
  });

  test("leaves what is measured as long as something is on its way", () => {
    const notes = [aNote({ id: "a" }), aNote({ id: "b" })];
    const progress = { downSince: at(0) };
    const verdictOn = ({ id }: { readonly id: string }) =>
      id === "a" ? ({ result: "succeeded" } as const) : undefined;
    expect(settled(none, { notes, open: notes, progress, verdictOn, now: noon })).toMatchObject({
      done: [{ id: "a" }],
      progress,
    });
    expect(settled(none, { notes, open: notes.slice(0, 1), progress, verdictOn, now: noon })).not.toHaveProperty(
      "progress",
    );
  });

  test("says what was measured of what it deployed, and nothing of what others did", () => {
    const state = { kind: "savepoint", path: "s3://a" } as const;
    const progress = { deployment: { id: "x", generation: 2, attempts: 3, state }, downSeconds: 7 };
    const notes = [aNote()];
    const of = (result: "succeeded" | "superseded", generation = 2) =>
      settled(none, {
        notes,
        open: [aNote({ to: { generation } })],
        progress,
        verdictOn: () => ({ result }),
        now: noon,
      }).outbox[0];
    expect(of("succeeded")).toMatchObject({ attempts: 3, state, downtimeSeconds: 7 });
    expect(of("succeeded", 1)).toMatchObject({ attempts: 0, downtimeSeconds: 7 });
    expect(of("succeeded", 1)).not.toHaveProperty("state");
    expect(of("superseded")).toMatchObject({ attempts: 0 });
    expect(of("superseded")).not.toHaveProperty("downtimeSeconds");
  });
});

describe("the journal", () => {
  const look = (after: FlinkDeploymentStatus, notes = [aNote()]) => {
    const { resource } = judged();
    return changesAfter({
      resource: { ...resource, status: after },
      notes,
      snapshots: new Map(),
      after,
      plan: wait,
      now: noon,
    });
  };
  const { after } = judged({ lifecycleState: "DEPLOYED" });

  test("is not there where no change is, or none has come to anything", () => {
    expect(look(after, [])).toBe(after);
    expect(look(after)).toBe(after);
  });

  test("comes with the first receipt, and stays as it is", () => {
    const first = look(judged().after);
    expect(first.fleet?.changes).toMatchObject({ done: [{ id: "c1" }], outbox: [{ changeId: "c1" }] });
    expect(look(first)).toBe(first);
  });

  test("forgets what was measured for a change whose note was taken away", () => {
    const changes = { done: [], outbox: [], progress: { downSince: at(0) } };
    expect(look({ ...after, fleet: { changes } }, []).fleet).toEqual({ changes: { done: [], outbox: [] } });
  });
});

describe("what is measured", () => {
  const status = (parts: Partial<FlinkDeploymentStatus>): FlinkDeploymentStatus => ({ conditions: [], ...parts });
  const up = status({ jobStatus: { state: "RUNNING" }, jobManagerDeploymentStatus: "READY" });
  const lost = status({ jobStatus: { state: "RECONCILING" }, jobManagerDeploymentStatus: "MISSING" });
  const unseen = status({ jobStatus: { state: "RECONCILING" }, jobManagerDeploymentStatus: "READY" });
  const created = status({ jobStatus: { state: "CREATED" } });
  const finished = status({ jobStatus: { state: "FINISHED" } });
  const stopped = status({ jobStatus: { state: "FINISHED" }, fleet: { stoppedAt: at(0) } });
  const step = (before: FlinkDeploymentStatus, after: FlinkDeploymentStatus, plan: Plan = wait): Step => ({
    before,
    after,
    plan,
    now: later(noon, seconds(30)),
  });

  test.for([
    { when: "it ran and is seen to restart", before: up, after: created, since: at(30) },
    { when: "it ran and has no JobManager", before: up, after: lost, since: at(30) },
    { when: "it was not seen and was stopped", before: unseen, after: stopped, since: at(30) },
    { when: "it ran and cannot be seen", before: up, after: unseen, since: undefined },
    { when: "it runs on", before: up, after: up, since: undefined },
    { when: "it has never run", before: status({}), after: created, since: undefined },
    { when: "it comes up", before: created, after: lost, since: undefined },
    {
      when: "it was stopped before",
      before: { ...unseen, fleet: { stoppedAt: at(0) } },
      after: stopped,
      since: undefined,
    },
    { when: "it had ended before", before: finished, after: stopped, since: undefined },
  ])("down: $when", ({ before, after, since }) => {
    expect(progressAfter({}, step(before, after)).downSince).toBe(since);
  });

  test("the times that it was down are added up", () => {
    expect(progressAfter({ downSince: at(10) }, step(lost, created))).toEqual({ downSince: at(10) });
    expect(progressAfter({ downSince: at(10) }, step(created, up))).toEqual({ downSeconds: 20 });
    expect(progressAfter({ downSince: at(10), downSeconds: 5 }, step(created, up))).toEqual({ downSeconds: 25 });
    expect(progressAfter({ downSeconds: 5 }, step(up, up))).toEqual({ downSeconds: 5 });
  });

  const { spec } = anApplication();
  const effect = { kind: "createCluster", spec } as const;
  const create = (deploymentId: string, generation = 2): Plan => ({
    act: "create",
    because: "upgrading",
    wake: "on schedule",
    intent: aDeployIntent({ deploymentId, generation }),
    effect,
  });
  const taken: Plan = {
    act: "turn",
    because: "it was there",
    wake: "on schedule",
    turn: { kind: "created", intent: aDeployIntent({ deploymentId: "b", generation: 2 }), effect },
  };

  test("each deployment counts once for its generation", () => {
    const first = progressAfter({}, step(stopped, lost, create("a")));
    expect(first.deployment).toEqual({ id: "a", generation: 2, attempts: 1, state: { kind: "nothing" } });
    expect(progressAfter(first, step(stopped, lost, create("a"))).deployment).toEqual(first.deployment);
    expect(progressAfter(first, step(lost, lost, taken)).deployment).toMatchObject({ id: "b", attempts: 2 });
    expect(progressAfter(first, step(lost, lost, create("c", 3))).deployment).toMatchObject({
      generation: 3,
      attempts: 1,
    });
    expect(progressAfter(first, step(lost, lost)).deployment).toEqual(first.deployment);
  });

  test("what brings back the last good spec does not, and why it comes is kept", () => {
    const back: Plan = { act: "turn", because: "not ready", wake: "on schedule", turn: { kind: "rollingBack" } };
    expect(progressAfter({}, step(lost, lost, back))).toEqual({ trouble: "not ready" });
    const rollingBack = status({ reconciliationStatus: { state: "ROLLING_BACK" } });
    expect(progressAfter({ trouble: "not ready" }, step(rollingBack, lost, create("a")))).toEqual({
      trouble: "not ready",
    });
  });
});

describe("the state used", () => {
  const known = { kind: "checkpoint", path: "s3://c/7", at: at(-90), verified: true } as const;
  const intent = (restoreFrom: ReturnType<typeof aDeployIntent>["restoreFrom"]) => aDeployIntent({ restoreFrom });

  test.for([
    { when: "nothing", from: { kind: "nothing" } as const, used: { kind: "nothing" } },
    {
      when: "what is known",
      from: { kind: "savepoint", path: "s3://c/7" } as const,
      used: { kind: "checkpoint", path: "s3://c/7", takenAt: at(-90), ageSeconds: 90 },
    },
    {
      when: "what a user named",
      from: { kind: "savepoint", path: "s3://u" } as const,
      used: { kind: "savepoint", path: "s3://u" },
    },
    {
      when: "HA metadata",
      from: { kind: "lastState" } as const,
      used: { kind: "checkpoint", path: "s3://c/7", takenAt: at(-90), ageSeconds: 90 },
    },
  ])("is $when", ({ from, used }) => {
    expect(stateUsed(intent(from), known)).toEqual(used);
  });

  test("is not told where nobody knows it, and is never of the future", () => {
    expect(stateUsed(intent({ kind: "lastState" }), undefined)).toEqual({ kind: "lastState" });
    expect(stateUsed(intent({ kind: "lastState" }), { ...known, at: rfc3339(later(noon, minutes(1))) })).toMatchObject({
      ageSeconds: 0,
    });
  });
});

describe("a change of lifecycle", () => {
  const ready = aCondition({ type: "Ready", status: "True", reason: "JobRunning", message: "all tasks run" });
  const wrong = aCondition({ status: "True", reason: "JobFailed", message: "it failed" });
  const stable = { lifecycleState: "STABLE", jobStatus: { state: "RUNNING", jobId: "j" } };

  test.for([
    { when: "neither is another", before: stable, after: { ...stable, conditions: [ready] }, change: undefined },
    {
      when: "it is the first",
      before: {},
      after: { ...stable, conditions: [ready] },
      change: {
        from: {},
        to: { lifecycleState: "STABLE", jobState: "RUNNING" },
        jobId: "j",
        reason: "JobRunning",
        message: "all tasks run",
      },
    },
    {
      when: "the job failed",
      before: { ...stable, conditions: [ready] },
      after: { lifecycleState: "FAILED", jobStatus: { state: "FAILED" }, conditions: [ready, wrong] },
      change: {
        from: { lifecycleState: "STABLE", jobState: "RUNNING" },
        to: { lifecycleState: "FAILED", jobState: "FAILED" },
        reason: "JobFailed",
        message: "it failed",
      },
    },
    {
      when: "nobody has told conditions",
      before: {},
      after: { lifecycleState: "UPGRADING" },
      change: { from: {}, to: { lifecycleState: "UPGRADING" } },
    },
    {
      when: "only that of the job is, and nobody says why",
      before: { ...stable, conditions: [ready] },
      after: { ...stable, jobStatus: { state: "CREATED" }, conditions: [ready] },
      change: {
        from: { lifecycleState: "STABLE", jobState: "RUNNING" },
        to: { lifecycleState: "STABLE", jobState: "CREATED" },
      },
    },
  ])("$when", ({ before, after, change }) => {
    expect(lifecycleChange(before, after)).toEqual(change);
  });
});
