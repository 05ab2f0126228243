import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fleetFolder, fleetText } from "../../../lib/adapters/fleet/fleetText.ts";
import { keptFleet } from "../../../lib/adapters/fleet/keptFleet.ts";
import { keptFleetFile } from "../../../lib/adapters/fleet/keptFleetFile.ts";
import { later, minutes } from "../../../lib/core/time.ts";
import { Faulted } from "../../../lib/core/fault.ts";
import { World } from "../../../lib/world/world.ts";
import { faultOf } from "../support/connecting.ts";
import { noon, settableClock } from "../support/settableClock.ts";

function kept() {
  const clock = settableClock();
  const at = { text: "clusters: { a: { context: a } }", reads: 0, reachable: true };
  const warnings: unknown[] = [];
  const read = keptFleetFile({
    name: "ssm:fleet",
    clock,
    log: { info: () => undefined, warn: (_message, keys) => void warnings.push(keys["because"]) },
    text: async () => {
      at.reads += 1;
      if (!at.reachable) throw new Faulted({ kind: "unavailable", what: "SSM", because: "timed out" });
      return at.text;
    },
  });
  const clusters = async () => Object.keys((await read()).clusters);
  return { at, clock, warnings, read, clusters };
}

test("a fleet file is read again after a minute, and not before", async () => {
  const { at, clock, clusters } = kept();
  expect(await clusters()).toEqual(["a"]);
  at.text = "clusters: { b: { context: b } }";
  clock.set(later(noon, minutes(0.99)));
  expect(await clusters()).toEqual(["a"]);
  clock.set(later(noon, minutes(1)));
  expect(await clusters()).toEqual(["b"]);
  expect(at.reads).toBe(2);
});

test("as long as it is unchanged it is the same object", async () => {
  const { clock, read } = kept();
  const first = await read();
  clock.set(later(noon, minutes(2)));
  expect(await read()).toBe(first);
});

test("where a later version is wrong the last good one stays, the log says why, and the next good one is taken", async () => {
  const { at, clock, clusters, warnings } = kept();
  await clusters();
  at.text = "clusters: { b: { context: 3 } }";
  clock.set(later(noon, minutes(1)));
  expect(await clusters()).toEqual(["a"]);
  expect(warnings).toEqual([expect.stringContaining("ssm:fleet:1:27: clusters.b.context is 3")]);
  at.text = "clusters: { c: { context: c } }";
  clock.set(later(noon, minutes(2)));
  expect(await clusters()).toEqual(["c"]);
});

test("where it cannot be read the last good one stays, and it is tried again a minute later", async () => {
  const { at, clock, clusters, warnings } = kept();
  await clusters();
  at.reachable = false;
  clock.set(later(noon, minutes(1)));
  expect(await clusters()).toEqual(["a"]);
  expect(await clusters()).toEqual(["a"]);
  expect(at.reads).toBe(2);
  expect(warnings).toEqual(["SSM: timed out"]);
});

test("where there was no good one yet it is a fault, and is read again at once", async () => {
  const { at, clusters } = kept();
  at.text = "clusters: {}";
  expect(await faultOf(clusters())).toMatchObject({ kind: "rejected", what: "the fleet file is not right" });
  at.text = "clusters: { a: { context: a } }";
  expect(await clusters()).toEqual(["a"]);
});

test("a file of the bundle is read from its path", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flink-fleet-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const none = () => Promise.reject(new Error("no credentials are needed"));
  writeFileSync(join(folder, "fleet.yaml"), "clusters: {}");
  expect(await fleetText(join(folder, "fleet.yaml"), none)()).toBe("clusters: {}");
  expect(await faultOf(asked(join(folder, "none.yaml")))).toEqual({ kind: "missing", what: join(folder, "none.yaml") });
  expect(await faultOf(asked(folder))).toMatchObject({ kind: "rejected", because: "EISDIR" });

  async function asked(path: string): Promise<string> {
    return await fleetText(path, none)();
  }
});

test("the spokes are looked for once a minute", async () => {
  const clock = settableClock();
  const { fleet } = new World({ spokes: ["a"] });
  let searches = 0;
  const search = async () => {
    searches += 1;
    return await fleet.spokes();
  };
  const found = keptFleet({ spokes: search }, clock);
  expect((await found.spokes()).map(({ name }) => name)).toEqual(["a"]);
  await found.spokes();
  expect(searches).toBe(1);
  clock.set(later(noon, minutes(1)));
  await found.spokes();
  expect(searches).toBe(2);
});

test.for([
  ["ssm:/flink-fleet/fleet", "."],
  ["s3://bucket/folder/fleet.yaml", "."],
  ["conf/fleet.yaml", "conf"],
  ["fleet.yaml", "."],
] as const)("paths in %s begin at %s", ([location, folder]) => {
  expect(fleetFolder(location)).toBe(folder);
});
