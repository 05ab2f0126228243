import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })];

/** Of the headings of a page, as they are made by whoever shows it. */
const anchorsOf = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => {
    const title = /^#+ (.*)$/u.exec(line)?.[1];
    return title === undefined
      ? []
      : [
          title
            .toLowerCase()
            .replaceAll(/[^\w\s-]/gu, "")
            .replaceAll(" ", "-"),
        ];
  });

test("there are pages", () => {
  expect(pages.length).toBeGreaterThan(10);
});

test.for(pages)("links of %s lead somewhere, and to a heading that is there", (page) => {
  const file = join(root, page);
  const links = readFileSync(file, "utf8").matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/gu);
  const broken = [...links].flatMap(([link, path = "", anchor]) => {
    const target = path === "" ? file : join(file, "..", path);
    if (!existsSync(target)) return [link];
    return anchor === undefined || anchorsOf(readFileSync(target, "utf8")).includes(anchor) ? [] : [link];
  });
  expect(broken).toEqual([]);
});
