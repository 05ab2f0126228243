import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readManifest } from "../../lib/api/read.ts";
import type { JobId } from "../../lib/core/flink.ts";
import { sessionJobId } from "../../lib/core/lifecycle/sessionJobs/jobsOfOurs.ts";
import { sessionJobInvalidity } from "../../lib/core/lifecycle/validation/sessionJobInvalidity.ts";
import { section, tableRows } from "./markdown.ts";

const root = join(import.meta.dirname, "../..");
const file = "docs/session-jobs.md";
const page = readFileSync(join(root, file), "utf8");

test("the session job in the page can be run", () => {
  const [, text = ""] = /^```yaml\n([^]*?)^```/mu.exec(page) ?? [];
  const read = readManifest(parse(text), "default");
  if (read.kind !== "valid" || read.value.kind !== "FlinkSessionJob") throw new Error("it is none");
  const { metadata, spec } = read.value;
  const configuration = { "state.savepoints.dir": "s3://example/savepoints" };
  expect(sessionJobInvalidity({ metadata, spec, session: undefined, configuration, operator: {} })).toBeUndefined();
});

test("the digits of an id are what the page says", () => {
  const id = sessionJobId("a".repeat(64), 0xbbbbbb, "c".repeat(32) as JobId);
  const letters = tableRows(section(page, "## Ids")).map(([digits = ""]) => {
    const [first = 0, last = 0] = digits.split("–").map(Number);
    return id.slice(first - 1, last);
  });
  expect(letters).toEqual(["a".repeat(12), "b".repeat(6), "c".repeat(14)]);
});

test.for([
  file,
  "docs/artifacts.md",
  "docs/operations.md",
  "docs/decisions/0018-session-jobs-as-deployments.md",
  "docs/decisions/0019-job-ids-tell-their-owner.md",
  "docs/decisions/0020-a-cluster-waits-for-its-jobs.md",
])("links and code that %s names are there", (name) => {
  const text = readFileSync(join(root, name), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/gu)].map(([, link]) =>
    join(dirname(name), link ?? ""),
  );
  const code = [...text.matchAll(/`(lib\/[\w./]+)`/gu)].map(([, path]) => path ?? "");
  expect([...links, ...code].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
