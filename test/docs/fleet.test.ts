import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { fleetFile } from "../../lib/api/fleet.ts";
import { cluster } from "../../lib/api/fleet/cluster.ts";
import { discovery } from "../../lib/api/fleet/discovery.ts";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { codeIn, section, tableRows } from "./markdown.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/fleet.md"), "utf8");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly default?: unknown;
}
/** By name; its default. */
type Fields = ReadonlyMap<string, string | undefined>;

const schemaOf = (type: z.ZodType): Schema => z.toJSONSchema(type, { io: "input" }) as Schema;
const propertiesOf = (schema: Schema | undefined): Readonly<Record<string, Schema>> => schema?.properties ?? {};

/** Each field with its default, where that is more than nothing; those of `within` by their own fields. */
function fieldsOf(schema: Schema | undefined, within: readonly string[] = []): Fields {
  const fields = Object.entries(propertiesOf(schema)).flatMap(([name, field]) =>
    within.includes(name)
      ? [...fieldsOf(field)].map(([own, value]) => [`${name}.${own}`, value] as const)
      : [[name, isPlain(field.default) ? String(field.default) : undefined] as const],
  );
  return new Map(fields.filter(([name]) => name !== "kind"));
}
const isPlain = (value: unknown): boolean => value !== undefined && typeof value !== "object";

/** As the table says it. */
const told = (heading: string): Fields =>
  new Map(
    tableRows(section(page, heading)).flatMap(([names = "", value = ""]) =>
      codeIn(names).map((name) => [name, codeIn(value)[0]] as const),
    ),
  );

const [eks, kubeconfig] = schemaOf(cluster).oneOf ?? [];
const rule = schemaOf(discovery);
/** What clusters and rules have in common has a table of its own. */
const isCommon = (name: string): boolean =>
  /^(namespaces|labelSelector|charge|namespaceCharges|zone|limits)\b/u.test(name);
const common = (of: Schema | undefined): Fields =>
  new Map([...fieldsOf(of, ["limits"])].filter(([name]) => isCommon(name)));
const own = (of: Schema | undefined): Fields => new Map([...fieldsOf(of)].filter(([name]) => !isCommon(name)));

test.for([
  { heading: "### On EKS", fields: own(eks) },
  { heading: "### By a kubeconfig", fields: own(kubeconfig) },
  { heading: "### Every cluster, and every rule of discovery", fields: common(eks) },
  { heading: "### Every cluster, and every rule of discovery", fields: common(kubeconfig) },
  { heading: "### Every cluster, and every rule of discovery", fields: common(rule) },
  { heading: "## Discovery", fields: own(rule) },
])("$heading tells each field with its default, and no other", ({ heading, fields }) => {
  expect(fields.size).toBeGreaterThan(1);
  expect(Object.fromEntries(told(heading))).toEqual(Object.fromEntries(fields));
});

test("what holds for all tells each field with its default, and no other", () => {
  const parts = ["defaults", "artifacts", "triggers"];
  const { clusters: _c, discovery: _d, ...rest } = Object.fromEntries(fieldsOf(schemaOf(fleetFile), parts));
  // Of the size of a jar the rules of artifacts know the default, not the file.
  expect(Object.fromEntries(told("## What holds for all"))).toEqual({ ...rest, "artifacts.maxSize": "512Mi" });
});

test("its fleet file is right", () => {
  const [, text = ""] = /```yaml\n([^]*?)```/u.exec(page) ?? [];
  expect(readFleet(text, "fleet.yaml")).toMatchObject({ kind: "valid" });
});
