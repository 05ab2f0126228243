import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FileRecordings } from "../../../lib/adapters/system/fileRecordings.ts";
import type { Recording } from "../../../lib/core/decisions/recording.ts";
import { Faulted } from "../../../lib/core/fault.ts";

const folder = mkdtempSync(join(tmpdir(), "recordings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const recording = { version: 1, of: "resource", seen: { text: "a\nb" } } as unknown as Recording;

test("each is a line that is there at once, in a file for its owner alone", () => {
  const file = join(folder, "new.jsonl");
  const recordings = new FileRecordings(file);
  recordings.keep(recording);
  recordings.keep(recording);
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines.map((line) => (line === "" ? line : (JSON.parse(line) as unknown)))).toEqual([recording, recording, ""]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("what somebody left in the middle of a line spoils nothing that comes after it", () => {
  const file = join(folder, "left.jsonl");
  writeFileSync(file, '{"version":');
  new FileRecordings(file).keep(recording);
  const [left, next] = readFileSync(file, "utf8").split("\n");
  expect(left).toBe('{"version":');
  expect(JSON.parse(next ?? "")).toEqual(recording);
});

test("a file that cannot be written is a fault before anything is decided", () => {
  const file = join(folder, "none", "x.jsonl");
  expect(() => new FileRecordings(file)).toThrow(
    new Faulted({ kind: "rejected", what: file, because: "cannot be written (ENOENT)" }),
  );
});
