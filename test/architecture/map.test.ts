import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const ignored = new Set(readFileSync(join(root, ".gitignore"), "utf8").split("\n"));

const foldersIn = (path: string): readonly string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== ".git" && !ignored.has(`${entry.name}/`))
    .map((entry) => `${path}${entry.name}/`);

/** The lines of README's map begin with a path; a folder of lib is written in full (`lib/core/`). */
function foldersOnTheMap(): readonly string[] {
  const [, map] =
    /^## Map of the tree\n[^]*?```\n([^]*?)```/mu.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  if (map === undefined) throw new Error('README.md has no code block under "## Map of the tree"');
  return map
    .split("\n")
    .map((line) => line.trimStart().split(/\s/u)[0] ?? "")
    .filter((path) => path.endsWith("/"));
}

test("the map in README names every folder at the top and in lib, and no other", () => {
  const folders = [...foldersIn(""), ...foldersIn("lib/")];
  expect(foldersOnTheMap().toSorted()).toEqual(folders.toSorted());
});
