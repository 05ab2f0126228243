import { describe, expect, test } from "vitest";
import { type Findings, type Health, health } from "../../../lib/core/health/health.ts";
import type { LookNote } from "../../../lib/core/sweeping/lookNote.ts";
import { instant, minutes, seconds } from "../../../lib/core/time.ts";

const now = instant(minutes(1000));
const ago = (time: number) => instant(now - time);

const aNote = (note: Partial<LookNote> = {}): LookNote => ({
  spoke: "one",
  at: ago(seconds(30)),
  shard: { index: 1, of: 1 },
  lastGood: ago(seconds(30)),
  failures: 0,
  fault: undefined,
  notBefore: undefined,
  resources: 10,
  inMotion: 2,
  stuck: 1,
  drifted: 3,
  canary: undefined,
  ...note,
});

const found = (findings: Partial<Findings> = {}) =>
  health({ spokes: ["one"], notes: [aNote()], deadLetters: 0, problems: [], ...findings }, minutes(5), now);

const unseen = { stale: undefined, failingTotal: undefined, failing: undefined };
const unlooked = { stalestSeconds: undefined, resources: undefined, sickCanaries: undefined };

describe("health", () => {
  test("all is well where every spoke was looked at lately", () => {
    expect(found()).toEqual({
      ready: true,
      healthy: true,
      spokes: { total: 1, stale: [], failingTotal: 0, failing: [] },
      stalestSeconds: 30,
      resources: { total: 10, inMotion: 2, stuck: 1, drifted: 3 },
      sickCanaries: [],
      deadLetters: 0,
      problems: [],
    });
  });

  test("a canary is sick when no change of it has come through lately", () => {
    expect(found({ notes: [aNote({ canary: ago(minutes(5)) })] })).toMatchObject({ healthy: true, sickCanaries: [] });
    expect(found({ notes: [aNote({ canary: ago(minutes(6)) })] })).toMatchObject({
      ready: true,
      healthy: false,
      sickCanaries: ["one"],
    });
  });

  test("of the canary of a spoke that is stale nobody knows: it is told as stale alone", () => {
    const silent = aNote({ spoke: "two", lastGood: ago(minutes(6)), canary: ago(minutes(6)) });
    const sick = aNote({ canary: ago(minutes(6)) });
    expect(found({ spokes: ["one", "two"], notes: [sick, silent] })).toMatchObject({
      spokes: { stale: [{ spoke: "two" }] },
      sickCanaries: ["one"],
    });
  });

  test.for<[keyof Findings, Partial<Health>]>([
    ["spokes", { spokes: { total: undefined, ...unseen }, ...unlooked, deadLetters: 0 }],
    ["notes", { spokes: { total: 1, ...unseen }, ...unlooked, deadLetters: 0 }],
    ["deadLetters", { ...found(), deadLetters: undefined }],
  ])("without %s nothing is told of what they would say, and the rest is", ([what, told]) => {
    const verdict = { ready: false, healthy: false, problems: ["it timed out"] };
    expect(found({ [what]: undefined, problems: ["it timed out"] })).toEqual({ ...told, ...verdict });
    expect(found({ [what]: undefined }).healthy).toBe(false);
  });

  test.for(["spokes", "notes"])("without %s it is never ready, whatever the reason", (what) => {
    expect(found({ [what]: undefined }).ready).toBe(false);
  });

  describe("of spokes of which the last look failed", () => {
    const failed = (spoke: string, kind: "denied" | "unavailable", failures: number, note: Partial<LookNote> = {}) =>
      aNote({ spoke, failures, fault: { kind, because: `${kind} by ${spoke}` }, ...note });

    test("it says why at once, and is as ready and as healthy as before", () => {
      expect(found({ notes: [failed("one", "denied", 1)] })).toEqual({
        ...found(),
        spokes: {
          total: 1,
          stale: [],
          failingTotal: 1,
          failing: [{ spoke: "one", fault: "denied", because: "denied by one", failures: 1 }],
        },
      });
    });

    test("it tells the shard that failed most often, and nothing of shards as they once were", () => {
      const shard = (index: number, of: number) => ({ shard: { index, of } });
      const notes = [
        failed("one", "unavailable", 1, shard(1, 3)),
        failed("one", "denied", 2, shard(2, 3)),
        aNote(shard(3, 3)),
        failed("one", "unavailable", 9, { ...shard(1, 2), at: ago(minutes(60)) }),
      ];
      expect(found({ notes }).spokes.failing).toMatchObject([{ fault: "denied", failures: 2 }]);
    });

    test("it tells a hundred and counts all: first those that need somebody, then those that fail for longest", () => {
      const notes = [
        ...Array.from({ length: 120 }, (_, index) => failed(`down-${index}`, "unavailable", 1 + index)),
        failed("forbidden", "denied", 1),
      ];
      const { failing = [], failingTotal } = found({ spokes: notes.map(({ spoke }) => spoke), notes }).spokes;
      expect([failing.length, failingTotal]).toEqual([100, 121]);
      expect(failing.slice(0, 2).map(({ spoke }) => spoke)).toEqual(["forbidden", "down-119"]);
      expect(failing.at(-1)?.spoke).toBe("down-21");
    });
  });

  test.for<[string, Partial<Findings>, { ready: boolean; healthy: boolean }]>([
    ["no spokes at all", { spokes: [], notes: [] }, { ready: true, healthy: true }],
    ["a message was given up", { deadLetters: 1 }, { ready: true, healthy: false }],
    ["something did not answer", { problems: ["the notes: throttled"] }, { ready: false, healthy: false }],
    ["one of two spokes is stale", { spokes: ["one", "two"] }, { ready: true, healthy: false }],
    ["all spokes are stale", { notes: [] }, { ready: false, healthy: false }],
  ])("%s", ([, findings, verdict]) => {
    expect(found(findings)).toMatchObject(verdict);
  });

  test("a spoke is stale when its last good look is too long ago, and it says why", () => {
    const fault = { kind: "denied", because: "401" } as const;
    const notes = [aNote({ lastGood: ago(minutes(6)), failures: 4, fault })];
    expect(found({ notes })).toMatchObject({
      spokes: { stale: [{ spoke: "one", ageSeconds: 360, failures: 4, because: "401" }] },
      stalestSeconds: 360,
    });
    expect(found({ notes: [aNote({ lastGood: ago(minutes(5)) })] }).spokes.stale).toEqual([]);
  });

  test("it is as stale as its stalest shard, and each has to have been looked at", () => {
    const [first, second] = [1, 2].map((index) => aNote({ shard: { index, of: 2 } })) as [LookNote, LookNote];
    expect(found({ notes: [first, second] }).healthy).toBe(true);
    expect(found({ notes: [first, { ...second, lastGood: ago(minutes(9)) }] }).stalestSeconds).toBe(540);
    expect(found({ notes: [first] }).spokes.stale).toMatchObject([{ ageSeconds: undefined }]);
  });

  test("notes of shards as they once were count for nothing, nor do those of spokes that left the fleet", () => {
    const past = aNote({ shard: { index: 2, of: 3 }, at: ago(minutes(60)), lastGood: ago(minutes(60)) });
    const left = aNote({ spoke: "left", lastGood: ago(minutes(60)) });
    expect(found({ notes: [past, left, aNote()] })).toEqual(found());
  });

  describe("of a spoke that is split into other shards than before", () => {
    const split = (of: number, age: number) =>
      Array.from({ length: of }, (_, index) =>
        aNote({ shard: { index: index + 1, of }, at: ago(age), lastGood: ago(age), resources: 4 - of }),
      );

    test("the last look at all of it counts until each new shard was looked at", () => {
      const [first] = split(3, seconds(1));
      expect(found({ notes: [...split(2, seconds(70)), ...(first === undefined ? [] : [first])] })).toMatchObject({
        healthy: true,
        stalestSeconds: 70,
        resources: { total: 4 },
      });
    });

    test("notes of days ago, when there were as many shards as now, are no reason for alarm", () => {
      const [first] = split(3, seconds(1));
      const days = split(3, minutes(900)).slice(1);
      expect(
        found({ notes: [...split(2, seconds(70)), ...days, ...(first === undefined ? [] : [first])] }),
      ).toMatchObject({ healthy: true, stalestSeconds: 70 });
    });

    test("a look at it as a whole that failed once is none, and says why when it lasts", () => {
      const fault = { kind: "unavailable", because: "timed out" } as const;
      const failed = aNote({ at: ago(seconds(5)), lastGood: undefined, failures: 3, fault, resources: 0 });
      expect(found({ notes: [...split(2, seconds(70)), failed] })).toMatchObject({
        healthy: true,
        resources: { total: 4 },
      });
      expect(found({ notes: [...split(2, minutes(6)), failed] })).toMatchObject({
        healthy: false,
        spokes: { stale: [{ ageSeconds: 360, failures: 3, because: "timed out" }] },
      });
    });

    test("it gets stale where one of the new shards is never looked at well", () => {
      const [first, second] = split(3, seconds(1));
      const notes = [...split(2, minutes(6)), ...[first, second].flatMap((note) => (note === undefined ? [] : [note]))];
      expect(found({ notes })).toMatchObject({ healthy: false, spokes: { stale: [{ ageSeconds: 360 }] } });
    });
  });
});
