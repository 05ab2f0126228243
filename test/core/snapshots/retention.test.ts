import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlinkStateSnapshot } from "../../../lib/api/resources/flinkStateSnapshot.ts";
import { outlived, type Kept } from "../../../lib/core/snapshots/retention.ts";
import { later, minutes, rfc3339 } from "../../../lib/core/time.ts";
import { aSnapshot, noon } from "./support/builders.ts";

interface Made {
  readonly hoursAgo: number;
  readonly state?: string;
  readonly trigger?: string;
  readonly checkpoint?: boolean;
  readonly going?: boolean;
}

const name = (index: number): string => `s${index}`;

function made(
  { hoursAgo, state = "COMPLETED", trigger = "PERIODIC", checkpoint, going }: Made,
  at: number,
): FlinkStateSnapshot {
  return aSnapshot({
    metadata: {
      name: name(at),
      creationTimestamp: rfc3339(later(noon, minutes(-60 * hoursAgo))),
      labels: { "snapshot.trigger-type": trigger },
      ...(going === true ? { deletionTimestamp: rfc3339(noon) } : {}),
    },
    spec: { backoffLimit: 0, ...(checkpoint === true ? { savepoint: undefined, checkpoint: {} } : {}) },
    status: { state, failures: 1, path: `s3://${name(at)}` },
  });
}

const gone = (all: readonly Made[], parts: Partial<Kept> = {}): readonly string[] =>
  outlived({ snapshots: all.map(made), configuration: {}, caps: {}, needed: [], now: noon, ...parts }).map(
    ({ metadata }) => metadata.name,
  );

const option = (text: string, value: string): Kept["configuration"] => ({
  [`kubernetes.operator.savepoint.${text}`]: value,
});
const three: readonly Made[] = [{ hoursAgo: 3 }, { hoursAgo: 2 }, { hoursAgo: 1 }];
const count = (most: number): Partial<Kept> => ({ configuration: option("history.max.count", String(most)) });

describe("retention", () => {
  test.for<[when: string, all: readonly Made[], parts: Partial<Kept>, names: readonly string[]]>([
    ["fewer than the limit", three, {}, []],
    ["one too many", three, count(2), ["s0"]],
    ["a limit of one", three, count(1), ["s0", "s1"]],
    ["a limit of nothing keeps one", three, count(0), ["s0", "s1"]],
    [
      "a limit of nothing is one, also when the newest has failed",
      [{ hoursAgo: 2 }, { hoursAgo: 1, state: "FAILED", trigger: "UPGRADE" }],
      count(0),
      [],
    ],
    ["whatever their order", three.toReversed(), count(2), ["s2"]],
    ["more than ten", Array.from({ length: 12 }, (_, index) => ({ hoursAgo: 12 - index })), {}, ["s0", "s1"]],
    ["older than a day", [{ hoursAgo: 30 }, { hoursAgo: 25 }, { hoursAgo: 24 }, { hoursAgo: 1 }], {}, ["s0", "s1"]],
    ["all of them old", [{ hoursAgo: 90 }, { hoursAgo: 80 }], {}, ["s0"]],
    ["only one, and old", [{ hoursAgo: 90 }], {}, []],
    ["manual ones", three.map((one) => ({ ...one, trigger: "MANUAL" })), count(1), []],
    ["upgrades", three.map((one) => ({ ...one, trigger: "UPGRADE" })), count(1), ["s0", "s1"]],
    [
      "the newest complete one is kept, and the newest periodic one",
      [{ hoursAgo: 4 }, { hoursAgo: 3 }, { hoursAgo: 2, state: "FAILED" }, { hoursAgo: 1, state: "FAILED" }],
      count(1),
      ["s0", "s2"],
    ],
    [
      "the newest periodic one stays when upgrades come after it",
      [{ hoursAgo: 90 }, { hoursAgo: 80 }, { hoursAgo: 2, trigger: "UPGRADE" }],
      {},
      ["s0"],
    ],
    ["what is under way", [{ hoursAgo: 90, state: "IN_PROGRESS" }, ...three], count(3), []],
    ["what goes already", [{ hoursAgo: 90, going: true }, ...three], count(3), []],
    ["what the job would be started from", three, { ...count(1), needed: ["s3://s0"] }, ["s1"]],
    ["checkpoints as many as Flink keeps", three.map((one) => ({ ...one, checkpoint: true })), {}, ["s0", "s1"]],
    [
      "checkpoints as many as it is told to keep, whatever their age",
      three.map(({ hoursAgo }) => ({ hoursAgo: hoursAgo + 90, checkpoint: true })),
      { configuration: { "state.checkpoints.num-retained": "3" } },
      [],
    ],
    [
      "no cleaning up",
      three,
      { configuration: { ...option("history.max.count", "1"), ...option("cleanup.enabled", "false") } },
      [],
    ],
    ["a cap on the count", three, { caps: option("history.max.count.threshold", "1") }, ["s0", "s1"]],
    ["a cap on the age", three, { caps: option("history.max.age.threshold", "150 min") }, ["s0"]],
  ])("%s", ([, all, parts, names]) => {
    expect(gone(all, parts)).toEqual(names);
  });

  test("the newest complete one of a kind always stays", () => {
    const one = fc.record({
      hoursAgo: fc.integer({ min: 0, max: 100 }),
      state: fc.constantFrom("COMPLETED", "FAILED", "ABANDONED", "IN_PROGRESS"),
      trigger: fc.constantFrom("PERIODIC", "UPGRADE", "MANUAL"),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 15 }), fc.integer({ min: 0, max: 5 }), (all, most) => {
        const removed = gone(all, count(most));
        const complete = all.flatMap((each, at) =>
          each.state === "COMPLETED" && each.trigger !== "MANUAL" ? [{ ...each, at }] : [],
        );
        if (complete.length === 0) return;
        const youngest = Math.min(...complete.map(({ hoursAgo }) => hoursAgo));
        const kept = complete.filter(({ hoursAgo, at }) => hoursAgo === youngest && !removed.includes(name(at)));
        expect(kept).not.toEqual([]);
      }),
    );
  });
});
