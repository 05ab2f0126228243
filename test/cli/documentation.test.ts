import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commandTree } from "../../lib/cli/commandTree.ts";
import { documentation } from "../../lib/cli/documentation.ts";
import { programOf } from "../../lib/cli/program.ts";
import { codeIn, section, tableRows } from "../docs/markdown.ts";
import { surroundings } from "./surroundings.ts";

const program = programOf(surroundings().of, () => undefined);
const page = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
const tree = commandTree(program);

test("docs/cli.md is what `npm run cli-docs` would write", () => {
  expect(page).toBe(documentation(program));
});

describe.for(tree)("$name", ({ name, options, arguments: args }) => {
  test("has a row for each option and argument", () => {
    const rows = tableRows(section(page, `## ${name}`)).map(([option = ""]) => codeIn(option)[0]);
    expect(rows).toEqual([...args, ...options].map(({ text }) => text));
  });

  test("has examples that begin with what they show, and are no mistakes", () => {
    const [, code = ""] = /```sh\n([^]*?)```\n(?![^]*```sh)/u.exec(section(page, `## ${name}`)) ?? [];
    const lines = code.trim().split("\n");
    expect(lines.filter((line) => line.includes(`flink-fleet ${name}`)).length).toBeGreaterThan(0);
    const known = new Set(options.flatMap(({ flags }) => flags));
    const own = lines
      .filter((line) => line.startsWith(`flink-fleet ${name}`))
      .map((line) => line.split("  #")[0] ?? "");
    const used = own.flatMap((line) =>
      [...line.split("|")[0]!.matchAll(/(?<=\s)-{1,2}[a-zA-Z][-a-z]*/gu)].map(([flag]) => flag),
    );
    expect(used.filter((flag) => !known.has(flag))).toEqual([]);
  });
});

test("defaults and choices are told", () => {
  const rows = tableRows(section(page, "## restart"));
  expect(rows).toContainEqual(["`--timeout <time>`", "how long --wait waits", "`10m`"]);
  expect(rows).toContainEqual(["`-o, --output <format>`", "how to print (`text`, `json`, `yaml`)", "`text`"]);
  expect(rows.find(([option]) => option?.includes("--kubeconfig"))?.at(-1)).toBe(
    "`$KUBECONFIG`, else `~/.kube/config`",
  );
});

/** What one thing is called in one command it is called in all; render reads files and no cluster. */
test("an option that two commands have means the same in both", () => {
  const all = tree
    .filter(({ name }) => name !== "render")
    .flatMap(({ name, options }) => options.flatMap((option) => option.flags.map((flag) => ({ name, flag, option }))));
  const byFlag = Map.groupBy(all, ({ flag }) => flag);
  const differing = [...byFlag].filter(([, those]) => new Set(those.map(({ option }) => option.text)).size > 1);
  expect(differing.map(([flag]) => flag)).toEqual([]);
});
