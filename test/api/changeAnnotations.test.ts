import { describe, expect, test } from "vitest";
import { changeNotes } from "../../lib/api/resources/changeNotes.ts";
import { lastChange } from "../../lib/api/resources/lastChange.ts";

const at = "2026-01-31T12:00:00.000Z";
const note = {
  id: "c-1",
  action: "restart",
  by: "ci",
  requestedAt: at,
  at,
  deadline: at,
  from: { generation: 1 },
  to: { generation: 2 },
};
const read = (over: object) => changeNotes({ "flink-fleet/changes": JSON.stringify([{ ...note, ...over }]) });

describe("annotations that a hand has broken say nothing", () => {
  test.for(["requestedAt", "at", "deadline"])("a note whose %s is no time", (field) => {
    expect(read({})).toEqual([note]);
    expect(read({ [field]: "yesterday" })).toEqual([]);
  });

  test("a last change whose time is none: every later one would be out of order", () => {
    expect(lastChange.safeParse({ id: "c-1", requestedAt: at }).success).toBe(true);
    expect(lastChange.safeParse({ id: "c-1", requestedAt: "yesterday" }).success).toBe(false);
  });
});
