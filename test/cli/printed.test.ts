import { expect, test } from "vitest";
import { printedObjects, printedYaml } from "../../lib/cli/printed.ts";

const object = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

test("what occurs twice is written twice: a review does not follow anchors", () => {
  const shared = { app: "orders" };
  expect(printedYaml({ labels: shared, selector: shared })).toBe("labels:\n  app: orders\nselector:\n  app: orders\n");
});

test("a long line stays one line", () => {
  expect(
    printedYaml({ args: `${"word ".repeat(40)}end` })
      .trimEnd()
      .split("\n"),
  ).toHaveLength(1);
});

test("several objects are several documents", () => {
  expect(printedObjects([object("a"), object("b")], "yaml")).toBe(
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n",
  );
});
