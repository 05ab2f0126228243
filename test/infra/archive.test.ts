import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archive } from "../../infra/archive.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-archive-"));
const fleetFile = `${folder}.yaml`;

beforeAll(() => {
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "index.mjs"), "export const handler = 1;");
  writeFileSync(join(folder, "index.mjs.map"), "{}");
  writeFileSync(join(folder, "chunks/A.mjs"), "export const a = 1;");
  writeFileSync(fleetFile, "clusters: {}");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(fleetFile);
});

test("has what the function loads, and no source maps", () => {
  expect(Object.keys(unzipSync(archive(folder)))).toEqual(["chunks/A.mjs", "index.mjs"]);
});

test("has the fleet file where that is to be part of it", () => {
  const files = unzipSync(archive(folder, { "fleet.yaml": fleetFile }));
  expect(strFromU8(files["fleet.yaml"] ?? new Uint8Array())).toBe("clusters: {}");
});

test("is the same for the same files, whenever they were written", () => {
  const before = archive(folder);
  utimesSync(join(folder, "index.mjs"), 1, 1);
  expect(Buffer.from(archive(folder)).equals(Buffer.from(before))).toBe(true);
});
