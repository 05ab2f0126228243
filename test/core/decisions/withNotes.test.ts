import { describe, expect, test } from "vitest";
import type { DecisionNote } from "../../../lib/api/resources/decisionNote.ts";
import { withNotes } from "../../../lib/core/decisions/withNotes.ts";

const note = (because: string): DecisionNote => ({
  at: "2026-01-01T12:00:00Z",
  rule: "settling",
  because,
  act: "wait",
});
const [old, fresh] = [note("before"), note("now")];
const notes = (): readonly DecisionNote[] => [old, fresh];

describe("the notes of a status", () => {
  test.for([
    { when: "something else is news", before: { error: "a" }, after: { error: "b" } },
    { when: "something else in the journal is news", before: {}, after: { fleet: { deploymentId: "x" } } },
    { when: "something is gone", before: { error: "a", fleet: { decisions: [old] } }, after: {} },
  ])("are as they are to be where $when", ({ before, after }) => {
    expect(withNotes(before, after, notes)).toMatchObject({ ...after, fleet: { decisions: [old, fresh] } });
  });

  test.for([
    { when: "nothing else is news", before: { error: "a", fleet: { decisions: [old] } }, after: { error: "a" } },
    {
      when: "nothing else in the journal is",
      before: { fleet: { deploymentId: "x", decisions: [old] } },
      after: { fleet: { deploymentId: "x", decisions: [fresh] } },
    },
    { when: "there are none, and nothing is news", before: { error: "a" }, after: { error: "a" } },
    { when: "they were not there, and nothing is news", before: {}, after: { fleet: { decisions: [fresh] } } },
  ])("stay as they were where $when", ({ before, after }) => {
    expect(withNotes(before, after, notes)).toEqual(before);
  });
});
