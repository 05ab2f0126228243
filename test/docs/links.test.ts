import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test("links between pages lead somewhere", () => {
  const anchorsOf = (file: string): ReadonlySet<string> =>
    new Set(
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line) => /^#+ (.*)$/u.exec(line)?.[1] ?? [])
        .map((title) =>
          title
            .toLowerCase()
            .replaceAll(/[^\w\s-]/gu, "")
            .trim()
            .replaceAll(" ", "-"),
        ),
    );
  const broken = globSync("docs/**/*.md", { cwd: root }).flatMap((name) => {
    const file = join(root, name);
    const links = [...readFileSync(file, "utf8").matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/gu)];
    return links.flatMap(([link, path = "", anchor]) => {
      const target = path === "" ? file : join(file, "..", path);
      if (!existsSync(target)) return [`${name}: ${link}`];
      return anchor === undefined || !target.endsWith(".md") || anchorsOf(target).has(anchor)
        ? []
        : [`${name}: ${link}`];
    });
  });
  expect(broken).toEqual([]);
});
