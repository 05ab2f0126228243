import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { classTable } from "../../lib/core/drift/classTable.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/drift.md"), "utf8");
const lines = [...page.matchAll(/^\| .* \| `(\w+)` \| (.*) \|$/gmu)].map(([, as, because]) => `${as}: ${because}`);

describe("docs/drift.md", () => {
  test("has every line of the class table, in its order, and no other", () => {
    expect(lines).toStrictEqual(classTable.map((row) => `${row.class}: ${row.because}`));
  });
});
