import { describe, expect, test } from "vitest";
import { differences } from "../../../lib/core/drift/differences.ts";
import { jamsApply } from "../../../lib/core/drift/jamsApply.ts";
import { ApiServer } from "../../../lib/world/kubernetes/apiServer.ts";
import { SeededIds } from "../../../lib/world/simulation/seededIds.ts";
import { Timeline } from "../../../lib/world/simulation/timeline.ts";
import { corpus } from "./corpus.ts";
import { started, wantedOf } from "./support/clusters.ts";

const byPatch = corpus.flatMap(({ edit, ...one }) =>
  one.object.kind === "Service" && edit.verb === "patch" ? [{ edit, ...one }] : [],
);
const ours = { type: "apply", force: true } as const;
const manager = "flink-fleet";

/** After each edit of a Service the wanted one is applied again, by force. */
const told = byPatch.map(({ edit, by, cluster, object, name }) => {
  const wanted = wantedOf(cluster).find(({ kind, metadata }) => kind === object.kind && metadata.name === object.name);
  const api = new ApiServer(new Timeline(started), new SeededIds(1));
  const ref = { ...object, namespace: "web" };
  api.patch(ref, { ...ours, body: wanted }, { manager });
  const live = api.patch(ref, edit, { manager: by });
  const found = wanted === undefined ? [] : differences(wanted, live);
  return { name, jams: found.some(jamsApply), apply: () => api.patch(ref, { ...ours, body: wanted }, { manager }) };
});

describe("an edit after which our apply is refused", () => {
  test.for(told.filter(({ jams }) => jams))("$name", ({ apply }) => {
    expect(apply).toThrow("Duplicate value");
  });

  test("there are some", () => {
    expect(told.filter(({ jams }) => jams).length).toBeGreaterThanOrEqual(4);
  });
});

describe("an edit that our apply puts right", () => {
  test.for(told.filter(({ jams }) => !jams))("$name", ({ apply }) => {
    expect(apply().metadata.name).toMatch(/^clicks/u);
  });
});
