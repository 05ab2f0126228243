import { expect, test } from "vitest";
import type { StandingDrift } from "../../../../lib/api/resources/driftJournal.ts";
import type { DriftClass } from "../../../../lib/core/drift/driftClass.ts";
import { lastingVerdict } from "../../../../lib/core/lifecycle/drift/lastingVerdict.ts";

const path = "/data/flink-conf.yaml/a";
const difference = {
  object: { kind: "ConfigMap", namespace: "team", name: "flink-config-counts" },
  path,
  wanted: "a",
  found: "b",
  by: undefined,
  asMade: false,
} as const;
const before = (as: StandingDrift["class"], parts: Partial<StandingDrift> = {}): StandingDrift => ({
  object: "ConfigMap/flink-config-counts",
  path,
  class: as,
  since: "2026-11-22T12:00:00.000Z",
  ...parts,
});

test.for<readonly [string, DriftClass, readonly StandingDrift[] | undefined, DriftClass]>([
  ["what is new", "inPlace", undefined, "inPlace"],
  ["what needed a restart", "inPlace", [before("restart")], "restart"],
  ["what put state at risk", "inPlace", [before("stateAtRisk")], "stateAtRisk"],
  ["what was a fight", "inPlace", [before("fight")], "inPlace"],
  ["what was left alone", "inPlace", [before("notOurs")], "inPlace"],
  ["what needs a restart, and put state at risk", "restart", [before("stateAtRisk")], "restart"],
  ["what was of another field", "inPlace", [before("restart", { path: "/data/x" })], "inPlace"],
  ["what was of another object", "inPlace", [before("restart", { object: "Service/counts" })], "inPlace"],
])("%s: %s", ([, as, standing, lasting]) => {
  const verdict = { class: as, because: "a test says so" };
  expect(lastingVerdict(difference, verdict, standing).class).toBe(lasting);
});
