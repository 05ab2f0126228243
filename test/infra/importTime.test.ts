import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { importTime } from "../../infra/importTime.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a module that imports has a time, even when it keeps its process alive", async () => {
  const file = join(folder, "good.mjs");
  writeFileSync(file, "setInterval(() => undefined, 1000); export const good = true;");
  expect(await importTime(file, 1)).toBeGreaterThan(0);
});

test("a module that cannot be imported fails the build with its own message", async () => {
  const file = join(folder, "bad.mjs");
  writeFileSync(file, 'throw new Error("no such wiring");');
  await expect(importTime(file, 1)).rejects.toThrow("no such wiring");
});
