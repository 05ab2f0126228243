import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { minutes } from "../../lib/core/time.ts";
import { attemptPatience, disposalPatience, jobPatience } from "../../lib/core/snapshots/patience.ts";
import { codeIn } from "./markdown.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/snapshots.md"), "utf8");
const code = globSync("lib/core/snapshots/*.ts", { cwd: root })
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

/** Capitalised words in quotes that are no reasons: components, kinds, types of conditions. */
const others = ["Snapshot", "Operator", "FlinkStateSnapshot", "FlinkDeployment", "FlinkSessionJob"];
const reasons = [
  ...new Set([...code.matchAll(/"([A-Z][a-z]+[A-Z][A-Za-z]*|Settled|Deleting)"/gu)].map(([, word]) => word ?? "")),
].filter((word) => !others.includes(word));

test.for(reasons)("%s is explained", (reason) => {
  expect(codeIn(page)).toContain(reason);
});

test("the reasons are found in the code", () => {
  expect(reasons).toEqual(
    expect.arrayContaining(["SnapshotComplete", "CleanupFailed", "ValidationError", "SavepointError"]),
  );
});

test("the deadlines are those of the code", () => {
  expect([jobPatience, disposalPatience]).toEqual([minutes(30), minutes(30)]);
  expect(page).toContain("30 minutes of waiting, then `ABANDONED`");
  expect(page).toContain("could not be deleted for 30 minutes");
  expect(attemptPatience({})).toBe(minutes(60));
  expect(page).toContain("twice `execution.checkpointing.timeout`, at least an hour");
});
