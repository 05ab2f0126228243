import { expect, test } from "vitest";
import type { DecisionNote } from "../../../lib/api/resources/decisionNote.ts";
import { lastDowntime } from "../../../lib/core/planning/downtime.ts";

const at = (second: number): string => `2026-01-01T12:00:${String(second).padStart(2, "0")}Z`;
const note = (second: number, parts: Partial<DecisionNote>): DecisionNote => ({
  at: at(second),
  rule: "changing",
  because: "",
  act: "wait",
  ...parts,
});
const stop = (second: number): DecisionNote => note(second, { act: "stop" });
const stopped = (second: number): DecisionNote => note(second, { act: "turn", does: "stopped" });
const create = (second: number): DecisionNote => note(second, { act: "create" });
const up = (second: number): DecisionNote => note(second, { rule: "settling" });
const comesUp = (second: number): DecisionNote => note(second, { rule: "settling", next: 5000 });
const hindered = (second: number): DecisionNote => note(second, { rule: "settling", obstacle: "JobFailing" });

test.for([
  { when: "nothing is known", notes: [], seconds: undefined },
  { when: "it was only started", notes: [create(1), up(9)], seconds: undefined },
  { when: "it was only stopped", notes: [stop(1), up(9)], seconds: undefined },
  { when: "it was stopped, started, and seen to run", notes: [stop(1), create(4), up(9)], seconds: 8 },
  {
    when: "its stop was asked for again and again",
    notes: [stop(1), stop(3), stopped(4), create(5), up(9)],
    seconds: 8,
  },
  { when: "Flink had stopped it by itself", notes: [stopped(2), create(4), up(9)], seconds: 7 },
  { when: "it came up slowly", notes: [stop(1), create(4), comesUp(6), up(9)], seconds: 8 },
  { when: "something stood in its way", notes: [stop(1), create(4), hindered(6), up(9)], seconds: 8 },
  { when: "it has not come up yet", notes: [stop(1), create(4), comesUp(6)], seconds: undefined },
  { when: "it was started anew beside that", notes: [stop(1), create(2), create(4), up(9)], seconds: 8 },
  { when: "the last of two counts", notes: [stop(1), create(2), up(9), stop(20), create(21), up(23)], seconds: 3 },
  { when: "the last is under way", notes: [stop(1), create(2), up(9), stop(20), create(21)], seconds: 8 },
  { when: "clocks went back", notes: [stop(9), create(9), up(1)], seconds: 0 },
])("$when: $seconds", ({ notes, seconds }) => expect(lastDowntime({ decisions: notes })).toBe(seconds));

test("without a journal nothing is known", () => expect(lastDowntime(undefined)).toBeUndefined());
