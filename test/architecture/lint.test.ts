import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

const root = join(import.meta.dirname, "../..");
const brokenTree = join(import.meta.dirname, "broken");
const oxlint = join(root, "node_modules/.bin/oxlint");

const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });
const settings = z.object({
  rules: z.record(z.string(), z.unknown()),
  overrides: z.array(z.object({ files: z.array(z.string()), rules: z.record(z.string(), z.unknown()) })),
});

const files = readdirSync(brokenTree, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(brokenTree, join(entry.parentPath, entry.name)).replace(/\.txt$/u, ""))
  .toSorted();

/** Kept with a suffix that no tool knows, so that none of them needs to be told to leave these files alone. */
const source = (file: string): string => readFileSync(join(brokenTree, `${file}.txt`), "utf8");

/** The first line of each file says which rules it breaks. */
function expectedOf(file: string): readonly string[] {
  const [, rules] = /^\/\/ breaks: (.*)$/mu.exec(source(file)) ?? [];
  if (rules === undefined) throw new Error(`${file}: the first line has to be "// breaks: <rules>"`);
  return rules === "nothing" ? [] : rules.split(", ").toSorted();
}

/** Rules as the settings name them (`eslint/no-x`) and as diagnostics do (`eslint(no-x)`). */
const asInDiagnostics = (rule: string): string => rule.replace(/^(.*)\/(.*)$/u, "$1($2)");

describe("lint", () => {
  // Where the settings lie decides what their globs match, so the broken tree is linted as a tree of its own.
  const tree = mkdtempSync(join(tmpdir(), "flink-fleet-lint-"));
  const fired = new Map<string, string[]>();

  beforeAll(() => {
    for (const file of files) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), source(file));
    }
    mkdirSync(join(tree, ".ci"));
    cpSync(join(root, ".ci/oxlintrc.json"), join(tree, ".ci/oxlintrc.json"));
    cpSync(join(root, "tsconfig.json"), join(tree, "tsconfig.json"));
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
    const { stdout } = spawnSync(oxlint, ["-c", ".ci/oxlintrc.json", "-f", "json", "lib", "functions", "test"], {
      cwd: tree,
      encoding: "utf8",
    });
    for (const { filename, code } of report.parse(JSON.parse(stdout)).diagnostics)
      fired.set(filename, [...(fired.get(filename) ?? []), code]);
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  test.for(files)("%s", (file) => {
    expect([...new Set(fired.get(file))].toSorted()).toEqual(expectedOf(file));
  });

  test("every rule that the settings name is broken by a file", () => {
    const { rules, overrides } = settings.parse(
      JSON.parse(readFileSync(join(root, ".ci/oxlintrc.json"), "utf8").replace(/^\/\/.*$/gmu, "")),
    );
    const named = [rules, ...overrides.map((override) => override.rules)]
      .flatMap((set) => Object.entries(set))
      .filter(([, setting]) => setting !== "off")
      .map(([rule]) => asInDiagnostics(rule));
    const broken = new Set(files.flatMap(expectedOf));
    expect([...new Set(named)].filter((rule) => !broken.has(rule))).toEqual([]);
  });
});
