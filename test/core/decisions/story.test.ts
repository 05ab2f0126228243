import { describe, expect, test } from "vitest";
import type { InCharge } from "../../../lib/core/charge/chargeOf.ts";
import type { DecisionNote } from "../../../lib/api/resources/decisionNote.ts";
import { storyOf, type Subject } from "../../../lib/core/decisions/story.ts";
import { storyText } from "../../../lib/core/decisions/storyText.ts";
import type { DecisionRecord } from "../../../lib/core/decisions/decisionRecord.ts";
import { seconds } from "../../../lib/core/time.ts";

const at = (time: string): string => `2026-01-01T${time}.000Z`;
const note = (time: string, parts: Omit<Partial<DecisionNote>, "at">): DecisionNote => ({
  at: at(time),
  rule: "settling",
  act: "wait",
  because: "the job is RUNNING",
  generation: 1,
  ...parts,
});

const path = "s3://flink/savepoints/savepoint-1";
const first = note("12:00:00", {
  rule: "firstDeployment",
  act: "create",
  does: "createCluster",
  because: "creating the cluster: nothing was deployed yet",
  from: "nothing",
});
const coming = note("12:00:05", { because: "waiting for the JobManager", times: 3, until: at("12:00:15"), next: 2000 });
const runs = note("12:00:20", {});
const stop = note("13:00:00", {
  rule: "changing",
  act: "stop",
  does: "stopWithSavepoint",
  because: "stopping the job with a savepoint",
  changed: "image, job.parallelism",
  generation: 2,
});
const stopped = note("13:00:02", {
  rule: "stopping",
  act: "turn",
  does: "stopped",
  because: "the job has ended: the savepoint",
  generation: 2,
});
const second = note("13:00:05", {
  rule: "restoring",
  act: "create",
  does: "createCluster",
  because: "creating the cluster",
  generation: 2,
  from: path,
});
const blocked = note("13:10:00", {
  because: "waiting for the JobManager",
  obstacle: "NotReadyInTime",
  generation: 2,
  next: 15_000,
});

const subject = (notes: readonly DecisionNote[] | undefined, trouble?: string): Subject => ({
  cluster: "east",
  kind: "FlinkDeployment",
  namespace: "team",
  name: "orders",
  created: at("11:30:00"),
  state: "DEPLOYED",
  job: "RECONCILING",
  step: { name: "jobManager", since: at("13:05:00") },
  trouble,
  drifted: undefined,
  notes,
});

const all = [first, coming, runs, stop, stopped, second, blocked];

describe("the story", () => {
  test("tells why it was started again, from which state, what blocks it, and what comes next", () => {
    const text = storyText(storyOf(subject(all, "the JobManager does not come up")));
    expect(text).toEqual([
      "FlinkDeployment team/orders in east: DEPLOYED, the job is RECONCILING",
      "",
      `Started at 2026-01-01 13:00:05Z for generation 2, from ${path}.`,
      "Because: the spec has changed (image, job.parallelism): stopping the job with a savepoint (2026-01-01 13:00:00Z)",
      "",
      "What was decided:",
      "  2026-01-01 12:00:00Z  create createCluster: creating the cluster: nothing was deployed yet, without any state (rule firstDeployment)",
      "  2026-01-01 12:00:05Z  wait: waiting for the JobManager, 3 times until 2026-01-01 12:00:15Z (rule settling)",
      "  2026-01-01 12:00:20Z  wait: the job is RUNNING (rule settling)",
      "  2026-01-01 13:00:00Z  stop stopWithSavepoint: stopping the job with a savepoint, for a change of image, job.parallelism (rule changing)",
      "  2026-01-01 13:00:02Z  turn stopped: the job has ended: the savepoint (rule stopping)",
      `  2026-01-01 13:00:05Z  create createCluster: creating the cluster, from ${path} (rule restoring)`,
      "  2026-01-01 13:10:00Z  wait: waiting for the JobManager [NotReadyInTime] (rule settling)",
      "",
      "Now it waits: waiting for the JobManager",
      "It has waited since 2026-01-01 13:05:00Z (step jobManager).",
      "In its way: NotReadyInTime: the JobManager does not come up",
      "Next look: 15 s after each one, for as long as this lasts.",
    ]);
  });

  test("what others have changed is told beside what stands in the way, and of no other time", () => {
    const drifted = "others have changed Deployment/orders /spec/paused: nothing is restarted";
    const changed = (notes: readonly DecisionNote[]): Subject => ({
      ...subject(notes, "it does not come up"),
      drifted,
    });
    const told = storyText(storyOf(changed(all)));
    expect(told).toContain("In its way: NotReadyInTime: it does not come up");
    expect(told).toContain(`Drifted: ${drifted}`);
    const quiet = storyText(storyOf(changed([first, runs])));
    expect(quiet).toContain(`Drifted: ${drifted}`);
    expect(quiet).not.toContain("Nothing stands in its way.");
    expect(storyText(storyOf(changed(all), at("13:00:02"))).join()).not.toContain("Drifted");
  });

  test("of a time is what was known by then, without the trouble of now", () => {
    const story = storyOf(subject(all, "the JobManager does not come up"), at("13:00:02"));
    expect(story).toMatchObject({
      later: 2,
      now: { by: "journal", rule: "stopping", at: at("13:00:02") },
      blocked: undefined,
      start: { from: "nothing" },
    });
    const text = storyText(story);
    expect(text[0]).toBe("FlinkDeployment team/orders in east: DEPLOYED, the job is RECONCILING by now");
    expect(text).toContain("It is the first start that is remembered.");
    expect(text).toContain("  … and 2 more decisions after that time");
    expect(text.slice(-2)).toEqual([
      "Then it was to be done: turn stopped: the job has ended: the savepoint",
      "Nothing stands in its way.",
    ]);
  });

  test.for([
    { when: "the schedule", now: runs, says: "Next look: when the schedule comes round, or something wakes it." },
    {
      when: "half a second",
      now: { ...runs, next: 500 },
      says: "Next look: 500 ms after each one, for as long as this lasts.",
    },
    {
      when: "minutes",
      now: { ...runs, next: 90_000 },
      says: "Next look: 1 min 30 s after each one, for as long as this lasts.",
    },
    {
      when: "whole minutes",
      now: { ...runs, next: 120_000 },
      says: "Next look: 2 min after each one, for as long as this lasts.",
    },
  ])("tells of $when", ({ now, says }) => {
    expect(storyText(storyOf(subject([first, now]))).at(-1)).toBe(says);
  });

  test("a job that was lost is told by what was found", () => {
    const lost = note("14:00:00", {
      rule: "lostJobManager",
      act: "turn",
      does: "stopped",
      because: "the JobManager is lost",
    });
    const again = note("14:00:05", { rule: "restoring", act: "create", because: "creating", from: "lastState" });
    const text = storyText(storyOf(subject([first, runs, lost, again])));
    expect(text).toContain(
      "Started at 2026-01-01 14:00:05Z for generation 1, from the last state in Flink's HA metadata.",
    );
    expect(text).toContain("Because: the JobManager is lost (2026-01-01 14:00:00Z)");
  });

  test("a refusal stands in the way", () => {
    const text = storyText(storyOf(subject([{ ...first, refused: "exceeded quota" }])));
    expect(text).toContain("It was refused: exceeded quota");
    expect(text).toContain("In its way: Refused: exceeded quota");
    expect(text.some((line) => line.endsWith("[refused: exceeded quota] (rule firstDeployment)"))).toBe(true);
  });

  test("says where the journal ends, and where else to look", () => {
    const log =
      'All decisions are in the log of whoever looks after the fleet: lines with message "Decision" and resource "team/orders".';
    const [, , first, second] = storyText(storyOf(subject([runs])));
    expect([first, second]).toEqual(["The journal does not go back to when the job was started.", log]);
    expect(storyText(storyOf(subject([])))).toContain(
      "Nothing was decided about it yet, or an older version did not write it down.",
    );
    expect(storyText(storyOf(subject(all), at("11:45:00"))).slice(2)).toEqual([
      "Nothing is remembered of 2026-01-01 11:45:00Z: the journal begins at 2026-01-01 12:00:00Z, and keeps the newest twenty decisions.",
      log,
    ]);
    expect(storyText(storyOf(subject([]), at("11:45:00")))[2]).toContain("the journal holds no decisions");
    expect(storyText(storyOf(subject(all), at("11:00:00")))[2]).toBe(
      "There was no such resource at 2026-01-01 11:00:00Z: it was created at 2026-01-01 11:30:00Z.",
    );
  });
});

const record = (parts: Partial<DecisionRecord>): DecisionRecord => ({
  at: at("13:20:00"),
  resource: {
    spoke: "east",
    kind: "FlinkDeployment",
    namespace: "team",
    name: "orders",
    generation: 2,
    resourceVersion: "7",
  },
  rule: "settling",
  passed: [],
  gaveWay: undefined,
  because: "the job is RUNNING",
  facts: {} as DecisionRecord["facts"],
  seen: "",
  act: "wait",
  does: undefined,
  claim: undefined,
  obstacle: undefined,
  step: undefined,
  outcome: { kind: "nothing" },
  next: "on schedule",
  ...parts,
});
const on = { kind: "FlinkDeployment", namespace: "team", name: "orders" };
const ours: InCharge = { charge: "operate", by: "cluster", said: undefined, on };
const looked = (parts: Partial<DecisionRecord>): string =>
  storyText(
    storyOf(subject([first, blocked], "not up"), undefined, { kind: "looked", inCharge: ours, record: record(parts) }),
  ).join("\n");

describe("a look of just now", () => {
  test("wins over what the journal says last", () => {
    const text = looked({});
    expect(text).toContain("Now it waits: the job is RUNNING\n");
    expect(text).toContain("\nNothing stands in its way.\n");
    expect(text).toMatch(/Next look: when the schedule comes round, or something wakes it\.$/);
  });

  test("tells what is to be done, and from which state", () => {
    const claim = { kind: "deploy" as const, id: "x", from: path };
    const text = looked({
      rule: "restoring",
      act: "create",
      does: "createCluster",
      because: "restoring",
      claim,
      next: seconds(2),
    });
    expect(text).toContain(
      `To be done at the next look: create createCluster: restoring, from ${path} (rule restoring)`,
    );
    expect(text).toMatch(/The look after that: 2 s later\.$/);
    expect(looked({ act: "again", next: seconds(0) })).toMatch(/The look after that: at once\.$/);
  });

  test("tells what stands in the way, by its whole message", () => {
    const obstacle = { reason: "StateInDoubt", message: "nobody knows which savepoint" };
    expect(looked({ obstacle })).toContain("In its way: StateInDoubt: nobody knows which savepoint");
  });

  test("may find that it is left alone", () => {
    expect(looked({ act: "leave", because: "somebody else is in charge" })).toContain(
      "It is left alone: somebody else is in charge",
    );
  });

  test("that was not possible leaves what the journal says", () => {
    const story = storyOf(subject([first, runs]), undefined, {
      kind: "failed",
      inCharge: ours,
      because: "Pods: denied",
    });
    const text = storyText(story);
    expect(text).toContain("It could not be looked at just now: Pods: denied. What the journal says instead:");
    expect(text).toContain("Now it waits: the job is RUNNING");
  });
});

describe("who is in charge", () => {
  const shared = { ...on, name: "shared" };
  test.for<[Partial<InCharge>, string]>([
    [{}, "flink-fleet (operate), by default: nothing says otherwise."],
    [{ by: "annotation", said: "operate" }, "flink-fleet (operate), by the annotation flink-fleet/charge."],
    [
      { charge: "observe", by: "annotation", said: "opperate" },
      'somebody else (observe), by the annotation flink-fleet/charge "opperate", which is none of observe, shadow and operate.',
    ],
    [
      { charge: "observe", by: "annotation", said: "observe", on: shared },
      "somebody else (observe), by the annotation flink-fleet/charge of FlinkDeployment team/shared.",
    ],
    [
      { charge: "observe", by: "namespace" },
      "somebody else (observe), by namespaceCharges.team of the fleet file, in cluster east.",
    ],
    [{ by: "namespace" }, "flink-fleet (operate), by namespaceCharges.team of the fleet file, in cluster east."],
    [
      { charge: "shadow" },
      "somebody else, and flink-fleet tells in its log what it would do (shadow), by charge of cluster east in the fleet file.",
    ],
  ])("%o is told with what says so", ([said, text]) => {
    const look = { kind: "leftAlone", inCharge: { ...ours, ...said } } as const;
    expect(storyText(storyOf(subject(all), undefined, look))[1]).toBe(`In charge: ${text}`);
  });

  const idle = "flink-fleet will do nothing about it: somebody else is in charge.";
  const leftAlone = (of: InCharge["on"], by: InCharge["by"] = "cluster"): readonly string[] =>
    storyText(
      storyOf(subject(all, "not up"), undefined, {
        kind: "leftAlone",
        inCharge: { ...ours, charge: "observe", by, on: of },
      }),
    ).slice(-3);

  test("what is left alone says so, how to change that, and nothing of what the journal says last", () => {
    const cure = "To have flink-fleet operate it: flink-fleet adopt team/orders --cluster east.";
    expect(leftAlone(on)).toEqual(["", idle, cure]);
    expect(leftAlone(shared)[2]).toBe(
      "To have flink-fleet operate it: flink-fleet adopt team/shared --cluster east, with which it goes.",
    );
    expect(leftAlone({ ...on, kind: "FlinkSessionJob" })[2]).toContain(
      "adopt team/orders --cluster east --kind FlinkSessionJob",
    );
    const snapshot = { ...on, kind: "FlinkStateSnapshot" };
    expect(leftAlone(snapshot)[2]).toBe(
      "To have flink-fleet operate it: charge in the fleet file, as its job is not there.",
    );
    expect(leftAlone(snapshot, "namespace")[2]).toContain("namespaceCharges in the fleet file");
  });

  const shadowed = { ...ours, charge: "shadow" } as const;

  test("in shadow it is told what would be done, and that it is not", () => {
    const claim = { kind: "deploy" as const, id: "x", from: path };
    const made = record({ rule: "restoring", act: "create", does: "createCluster", because: "restoring", claim });
    const text = (found: DecisionRecord): readonly string[] =>
      storyText(storyOf(subject(all), undefined, { kind: "looked", inCharge: shadowed, record: found }));
    expect(text(made).slice(-4)).toEqual([
      `It would create createCluster: restoring, from ${path} (rule restoring)`,
      "Nothing stands in its way.",
      idle,
      "To have flink-fleet operate it: flink-fleet adopt team/orders --cluster east.",
    ]);
    expect(text(record({}))).toContain("It would wait: the job is RUNNING");
  });

  test("one that could not be looked at is not told by the journal of an earlier time", () => {
    const look = { kind: "failed", inCharge: shadowed, because: "Pods: denied" } as const;
    expect(storyText(storyOf(subject(all, "not up"), undefined, look)).slice(-3, -1)).toEqual([
      "It could not be looked at just now: Pods: denied.",
      idle,
    ]);
  });
});

test("a snapshot is told by its own course, and its decisions are in the log", () => {
  const snapshot = { askedFor: at("12:00:00"), cameOut: at("12:01:00"), path, failures: 2, error: "too slow" };
  const { notes: _, ...rest } = subject(undefined);
  const told = {
    ...rest,
    kind: "FlinkStateSnapshot",
    state: "COMPLETED",
    job: undefined,
    step: undefined,
    snapshot,
    notes: undefined,
  };
  expect(storyText(storyOf(told))).toEqual([
    "FlinkStateSnapshot team/orders in east: COMPLETED",
    "",
    "Asked for at 2026-01-01 12:00:00Z, came out at 2026-01-01 12:01:00Z.",
    `It lies at ${path}.`,
    "2 attempts have failed.",
    "What went wrong last: too slow",
    "",
    'All decisions are in the log of whoever looks after the fleet: lines with message "Decision" and resource "team/orders".',
  ]);
  const fresh = { askedFor: undefined, cameOut: undefined, path: undefined, failures: 1, error: undefined };
  const text = storyText(storyOf({ ...told, snapshot: fresh }));
  expect(text.slice(2, 4)).toEqual(["Flink was not asked for it yet.", "1 attempt has failed."]);
});
