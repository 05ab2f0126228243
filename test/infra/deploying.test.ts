import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { service } from "./support/resolver.ts";

test("docs/deploying.md tells every parameter with its default", () => {
  const told = [...readFileSync("docs/deploying.md", "utf8").matchAll(/^\| `(\w+)` \| (?:`([^`]*)` )?\|/gm)];
  const defaults = Object.entries(service().params.default).map(([name, value]) => [name, String(value)]);
  expect(told.map(([, name, value = ""]) => [name, value])).toEqual(defaults);
});
