import { describe, expect, test } from "vitest";
import type { DriftJournal } from "../../../../lib/api/resources/driftJournal.ts";
import type { DriftClass } from "../../../../lib/core/drift/driftClass.ts";
import { driftAfter } from "../../../../lib/core/lifecycle/drift/driftAfter.ts";
import type { Drifted } from "../../../../lib/core/lifecycle/drift/driftView.ts";
import { placeOf } from "../../../../lib/core/lifecycle/drift/place.ts";
import { sortedDrift } from "../../../../lib/core/lifecycle/drift/sortedDrift.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { type Instant, later, minutes, rfc3339 } from "../../../../lib/core/time.ts";
import { aLook, anApplication, noon } from "../support/builders.ts";

const drifted = (path: string, as: DriftClass, name = "flink-config-counts"): Drifted => ({
  object: { kind: "ConfigMap", namespace: "team", name },
  path,
  wanted: "a",
  found: "b",
  by: { manager: "m".repeat(128), operation: "Update", subresource: undefined, at: noon },
  asMade: false,
  class: as,
  because: "a test says so",
});

/** A look that found this, with what the journal has of before. */
function seenWith(differences: readonly Drifted[], drift?: DriftJournal): Seen {
  const resource = anApplication();
  const status = { ...resource.status, fleet: { ...resource.status.fleet, ...(drift && { drift }) } };
  return aLook({ resource: { ...resource, status }, drift: { kind: "looked", differences } });
}

const nothing: Plan = { act: "wait", because: "nothing is to be done", wake: "on schedule" };
const repairing = (repairs: readonly Drifted[]): Plan => ({
  act: "again",
  because: "",
  effect: { kind: "repairDrift", differences: repairs },
  repairs,
  wake: "on schedule",
});

const after = (seen: Seen, plan: Plan, now: Instant = noon, outcome: "done" | "refused" = "done"): DriftJournal => {
  const told = outcome === "done" ? ({ kind: "done" } as const) : ({ kind: "refused", because: "no" } as const);
  return driftAfter(seen, plan, told, now).drift ?? { standing: [], repairs: [] };
};

describe("what is left as it is", () => {
  test("is told by its severity, but for what was put right", () => {
    const [ours, theirs, risk, restart] = [
      drifted("/a", "inPlace"),
      drifted("/b", "notOurs"),
      drifted("/c", "stateAtRisk"),
      drifted("/d", "restart"),
    ];
    const seen = seenWith([ours, theirs, risk, restart]);
    expect(after(seen, repairing([ours])).standing.map((one) => one.class)).toEqual([
      "stateAtRisk",
      "restart",
      "notOurs",
    ]);
    expect(after(seen, repairing([restart])).standing.map((one) => one.path)).toEqual(["/c", "/b"]);
    expect(after(seen, repairing([restart]), noon, "refused")).toMatchObject({
      standing: [{ path: "/c" }, { path: "/d" }, { path: "/b" }],
      repairs: [],
    });
  });

  test("is told with whoever has set it, if that is known, as a fight where it is one", () => {
    const [known, unknown] = [drifted("/a", "inPlace"), { ...drifted("/b", "restart"), by: undefined }];
    const repairs = [1, 2, 3].map(() => ({ ...placeOf(known), at: rfc3339(noon) }));
    const { standing } = after(seenWith([known, unknown], { standing: [], repairs }), nothing);
    expect(standing).toStrictEqual([
      { ...placeOf(known), class: "fight", by: "m".repeat(128), since: rfc3339(noon) },
      { ...placeOf(unknown), class: "restart", since: rfc3339(noon) },
    ]);
  });

  test("is told since it was seen first", () => {
    const seen = seenWith([drifted("/c", "restart")]);
    const first = after(seen, nothing);
    const second = after(
      seenWith([drifted("/c", "restart"), drifted("/d", "restart")], first),
      nothing,
      later(noon, minutes(1)),
    );
    expect(second.standing.map(({ path, since }) => [path, since])).toEqual([
      ["/c", rfc3339(noon)],
      ["/d", rfc3339(later(noon, minutes(1)))],
    ]);
  });

  test("stays so where nobody has looked, and goes with its cluster", () => {
    const drift = after(seenWith([drifted("/c", "restart")]), nothing);
    const unseen: Seen = { ...seenWith([], drift), drift: { kind: "notLookedAt" } };
    expect(after(unseen, nothing)).toEqual(drift);
    const stopped = { act: "turn", because: "", wake: "on schedule", turn: { kind: "suspended" } } as unknown as Plan;
    expect(driftAfter(unseen, stopped, { kind: "done" }, noon)).toEqual({});
    const turned = (kind: string): Plan => ({ ...stopped, turn: { kind } }) as unknown as Plan;
    expect(driftAfter(unseen, turned("stopped"), { kind: "done" }, noon)).toEqual({});
    expect(driftAfter(unseen, turned("stopFailed"), { kind: "done" }, noon)).toEqual({ drift });
    expect(driftAfter({ ...seenWith([]), drift: unseen.drift }, nothing, { kind: "done" }, noon)).toEqual({});
  });
});

describe("what was put right", () => {
  test("is one for each object, and forgotten after a day, when there is more", () => {
    const [one, two, other] = [drifted("/a", "inPlace"), drifted("/b", "inPlace"), drifted("/a", "inPlace", "x")];
    const first = after(seenWith([one, two, other]), repairing([one, two, other]));
    expect(first.repairs.map(({ object, path }) => [object, path])).toEqual([
      ["ConfigMap/flink-config-counts", ""],
      ["ConfigMap/x", "/a"],
    ]);
    expect(first.repairs.map(({ by }) => by)).toEqual(["m".repeat(128), "m".repeat(128)]);
    const day = later(noon, minutes(24 * 60));
    const timesAt = (now: Instant) => after(seenWith([one], first), repairing([one]), now).repairs.map(({ at }) => at);
    expect(timesAt(day)).toEqual([rfc3339(noon), rfc3339(noon), rfc3339(day)]);
    expect(timesAt(later(day, minutes(1)))).toEqual([rfc3339(later(day, minutes(1)))]);
    expect(after(seenWith([], first), nothing, later(day, minutes(1)))).toEqual(first);
  });
});

describe("however much is changed,", () => {
  const name = `pod-template-${"n".repeat(45)}`;
  const long = (n: number): string => `/data/flink-conf.yaml/${"k".repeat(5000)}${n}`;

  test("the journal stays under 8 kB, with what is the most severe and the newest", () => {
    const many = Array.from({ length: 60 }, (_, n) => drifted(long(n), n < 30 ? "restart" : "stateAtRisk", name));
    let drift = after(seenWith(many), nothing);
    for (let round = 1; round <= 40; round += 1) {
      const one = drifted(long(round), "inPlace", name);
      drift = after(seenWith([...many, one], drift), repairing([one]), later(noon, minutes(round)));
    }
    expect(JSON.stringify(drift).length).toBeLessThan(8200);
    expect(JSON.stringify(drift).length).toBeGreaterThan(7000);
    expect(new Set(drift.standing.map((one) => one.class))).toEqual(new Set(["stateAtRisk"]));
    expect(drift.repairs.at(-1)?.at).toBe(rfc3339(later(noon, minutes(40))));
  });

  test("a field of a long name is known again", () => {
    const [one, other] = [drifted(long(1), "inPlace", name), drifted(long(2), "inPlace", name)];
    let drift: DriftJournal | undefined;
    for (const round of [1, 2, 3]) drift = after(seenWith([one], drift), repairing([one]), later(noon, minutes(round)));
    const found = sortedDrift(seenWith([one, other], drift), later(noon, minutes(4)));
    expect(found?.fights).toEqual([one]);
    expect(found?.inPlace).toEqual([other]);
  });
});
