import { expect, test } from "vitest";
import type { DriftClass } from "../../../../lib/core/drift/driftClass.ts";
import type { Drifted } from "../../../../lib/core/lifecycle/drift/driftView.ts";
import { type SortedDrift, sortedDrift } from "../../../../lib/core/lifecycle/drift/sortedDrift.ts";
import { later, minutes, rfc3339 } from "../../../../lib/core/time.ts";
import { aLook, anApplication, noon } from "../support/builders.ts";

const path = "/spec/replicas";
const drifted = (as: DriftClass): Drifted => ({
  object: { kind: "Deployment", namespace: "team", name: "counts" },
  path,
  wanted: "1",
  found: "2",
  by: undefined,
  asMade: false,
  class: as,
  because: "a test says so",
});

/** It was put right three times: so many minutes ago, then two times more. */
function sorted(as: DriftClass, ago: number, journal: { readonly object?: string; readonly path?: string } = {}) {
  const at = [ago, ago - 0.5, ago - 1].map((count) => rfc3339(later(noon, minutes(-count))));
  const repairs = at.map((time) => ({ object: "Deployment/counts", path, ...journal, at: time }));
  const resource = anApplication();
  const status = { ...resource.status, fleet: { drift: { standing: [], repairs } } };
  const differences = [drifted(as)];
  const seen = aLook({ resource: { ...resource, status }, drift: { kind: "looked", differences } });
  const found = sortedDrift(seen, noon);
  return Object.entries(found ?? {}).flatMap(([kind, these]: [string, SortedDrift["fights"]]) => these.map(() => kind));
}

const day = 24 * 60;

test.for<readonly [DriftClass, number, string]>([
  ["inPlace", 60, "fights"],
  ["inPlace", 60.1, "inPlace"],
  ["restart", day, "fights"],
  ["restart", day + 0.1, "restart"],
  ["stateAtRisk", day, "fights"],
  ["stateAtRisk", day + 0.1, "stateAtRisk"],
  ["notOurs", 1.1, "notOurs"],
])("%s, that was put right three times in %f minutes: %s", ([as, ago, kind]) => {
  expect(sorted(as, ago)).toEqual([kind]);
});

test("what was put right of the whole object counts, of others it does not", () => {
  expect(sorted("inPlace", 3, { path: "" })).toEqual(["fights"]);
  expect(sorted("inPlace", 3, { path: "/spec/paused" })).toEqual(["inPlace"]);
  expect(sorted("inPlace", 3, { object: "Deployment/counts-taskmanager", path: "" })).toEqual(["inPlace"]);
});

test("nothing is known where nobody has looked", () => {
  expect(sortedDrift(aLook({ drift: { kind: "notLookedAt" } }), noon)).toBeUndefined();
});
