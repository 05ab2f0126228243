import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decisionNote, type DecisionNote } from "../../../lib/api/resources/decisionNote.ts";
import { journal } from "../../../lib/api/resources/journal.ts";
import type { DecisionRecord } from "../../../lib/core/decisions/decisionRecord.ts";
import { noteOf } from "../../../lib/core/decisions/noteOf.ts";
import { notesAfter } from "../../../lib/core/decisions/notesAfter.ts";
import { seconds } from "../../../lib/core/time.ts";

const waiting: DecisionNote = {
  at: "2026-01-01T12:00:00.000Z",
  rule: "settling",
  because: "waiting for the JobManager",
  act: "wait",
  generation: 1,
};
const later = "2026-01-01T12:00:05.000Z";
const latest = "2026-01-01T12:00:10.000Z";

test("a wait that says the same once more is counted", () => {
  const once = notesAfter([waiting], { ...waiting, at: later, next: 2000 });
  expect(once).toEqual([{ ...waiting, next: 2000, times: 2, until: later }]);
  expect(notesAfter(once, { ...waiting, at: latest })).toEqual([{ ...waiting, times: 3, until: latest }]);
});

test.for<Partial<DecisionNote>>([
  { rule: "snapshotting" },
  { because: "the job is RUNNING" },
  { generation: 2 },
  { obstacle: "NotReadyInTime" },
  { act: "again", does: "stopPods" },
])("what differs by %j is told beside it", (differing) => {
  const note = { ...waiting, at: later, ...differing };
  expect(notesAfter([waiting], note)).toEqual([waiting, note]);
});

test("an act is told as often as it is done", () => {
  const act = { ...waiting, act: "again" as const };
  expect(notesAfter([act], act)).toHaveLength(2);
});

test("the newest twenty are kept, the newest last", () => {
  const all = Array.from({ length: 30 }, (_, index) => ({ ...waiting, because: `because ${index}` }));
  const kept = all.reduce<readonly DecisionNote[]>(notesAfter, []);
  expect(kept).toEqual(all.slice(-20));
});

test("the oldest go where the notes would be too large", () => {
  const long = {
    ...waiting,
    act: "create" as const,
    because: "€".repeat(160),
    from: "€".repeat(200),
  };
  const kept = Array.from({ length: 20 }, () => long).reduce<readonly DecisionNote[]>(notesAfter, []);
  const bytes = new TextEncoder().encode(JSON.stringify(kept)).length;
  expect(bytes).toBeLessThanOrEqual(3000);
  expect(bytes).toBeGreaterThan(1500);
});

const text = fc.string({ unit: "binary", maxLength: 600 });
const record = fc.record({
  at: fc.constant(later),
  rule: fc.constantFrom("settling", "changing"),
  because: text,
  act: fc.constantFrom("wait", "create", "stop"),
  does: fc.constantFrom(undefined, "createCluster"),
  claim: fc.option(fc.record({ kind: fc.constant("deploy"), id: fc.uuid(), from: text }), { nil: undefined }),
  obstacle: fc.constantFrom(undefined, { reason: "StateInDoubt", message: "" }),
  outcome: fc.oneof(fc.constant({ kind: "nothing" }), fc.record({ kind: fc.constant("refused"), because: text })),
  next: fc.constantFrom("on schedule", seconds(2)),
  resource: fc.constant({ generation: 1 }),
  facts: fc.record({ changed: fc.array(text, { maxLength: 3 }) }),
}) as unknown as fc.Arbitrary<DecisionRecord>;

describe("the notes of any decisions", () => {
  test("stay below 3 kB, are twenty at most, keep the newest, and can be read again", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), (records) => {
        const notes = records.map(noteOf);
        const kept = notes.reduce<readonly DecisionNote[]>(notesAfter, []);
        expect(new TextEncoder().encode(JSON.stringify(kept)).length).toBeLessThanOrEqual(3000);
        expect(kept.length).toBeLessThanOrEqual(20);
        expect(kept.at(-1)?.because).toBe(notes.at(-1)?.because);
        expect(decisionNote.array().parse(kept)).toEqual(kept);
      }),
    );
  });
});

test("what stands there and cannot be read is none", () => {
  expect(journal.parse({ decisions: [{ at: 5 }], deploymentId: "x" })).toEqual({ deploymentId: "x" });
});
