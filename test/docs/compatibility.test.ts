import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { definitions } from "../../lib/api/crd/definitions.ts";
import type { StructuralSchema } from "../../lib/api/crd/structural.ts";
import { operatorOptions } from "../../lib/core/configuration/operatorOptions.ts";
import { versions } from "../../lib/core/configuration/versions.ts";
import { codeIn, section, tableRows } from "./markdown.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/compatibility.md"), "utf8");

const schemaOf = (definition: (typeof definitions)[number]): StructuralSchema => {
  const [version] = definition.spec["versions"] as [{ schema: { openAPIV3Schema: StructuralSchema } }];
  return version.schema.openAPIV3Schema;
};
const schemas = new Map(
  definitions.map((definition) => [(definition.spec["names"] as { kind: string }).kind, schemaOf(definition)]),
);
const kinds = [...schemas.keys()];

/** Paths below a place, each with whether it has fields of its own; `[]` stands for the elements of a list. */
function paths(schema: StructuralSchema, path: string): readonly { readonly path: string; readonly leaf: boolean }[] {
  // What flinkConfiguration names is for rules in CEL alone.
  const fields = path.endsWith("flinkConfiguration") ? {} : (schema.properties ?? {});
  const below = [
    ...Object.entries(fields).map(([name, child]) => [`${path}.${name}`, child] as const),
    ...(schema.items === undefined ? [] : [[`${path}[]`, schema.items] as const]),
  ];
  const hasFields = below.some(([, child]) => child.properties !== undefined || child.items !== undefined);
  const leaf = Object.keys(fields).length === 0 && !hasFields;
  return [{ path, leaf }, ...(leaf ? [] : below.flatMap(([name, child]) => paths(child, name)))];
}

function fieldsOf(kind: string): ReturnType<typeof paths> {
  const { spec, status } = schemas.get(kind)?.properties ?? {};
  if (spec === undefined || status === undefined) throw new Error(`${kind} has no spec or no status`);
  return [...paths(spec, "spec"), ...paths(status, "status")];
}

const leavesOf = (kind: string): readonly string[] =>
  fieldsOf(kind)
    .filter(({ leaf }) => leaf)
    .map(({ path }) => path);
const leavesBelow = (kind: string, prefix: string): readonly string[] =>
  leavesOf(kind)
    .filter((path) => path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[]`))
    .map((path) => path.slice(prefix.length));

const rowsOf = (kind: string): readonly (readonly string[])[] => tableRows(section(page, `## ${kind}`));
const namedIn = (kind: string): readonly string[] => rowsOf(kind).flatMap(([field = ""]) => codeIn(field));
const wholes = (kind: string): readonly string[] =>
  namedIn(kind)
    .filter((name) => name.endsWith(".*"))
    .map((name) => name.slice(0, -2));

describe.for(kinds)("%s", (kind) => {
  test("every field of the schema is named", () => {
    const named = new Set(namedIn(kind));
    const covered = new Set(wholes(kind).flatMap((prefix) => leavesBelow(kind, prefix).map((rest) => prefix + rest)));
    expect(leavesOf(kind).length).toBeGreaterThan(15);
    expect(leavesOf(kind).filter((path) => !named.has(path) && !covered.has(path))).toEqual([]);
  });

  test("every field that is named exists", () => {
    const real = new Set(fieldsOf(kind).map(({ path }) => path));
    const single = namedIn(kind).filter((name) => !name.endsWith(".*"));
    expect(single.filter((name) => !real.has(name))).toEqual([]);
    expect(single.length).toBe(new Set(single).size);
  });

  test("what is said to have the fields of another place has the same ones", () => {
    for (const [field = "", today = ""] of rowsOf(kind).filter(([name]) => name?.includes(".*"))) {
      const [prefix = ""] = codeIn(field).map((name) => name.slice(0, -2));
      const [, other = ""] = /^fields as FlinkDeployment's `([^`]+)`/u.exec(today) ?? [];
      const expected = leavesBelow("FlinkDeployment", other);
      expect({ field, rest: leavesBelow(kind, prefix) }).toEqual({ field, rest: expected });
      expect(expected.length).toBeGreaterThan(1);
    }
  });
});

const levelName = (level: (typeof versions)["v1_11"]["native"]): string =>
  typeof level === "string" ? level : (Object.keys(level)[0] ?? "");

test("the table of versions says what the code does", () => {
  const rows = tableRows(section(page, "## Versions of Flink"));
  expect(rows).toEqual(
    Object.entries(versions).map(([name, { number, native, standalone, configFile }]) => [
      `\`${name}\``,
      number,
      levelName(native),
      levelName(standalone),
      configFile,
    ]),
  );
});

const sources = (folder: string): string =>
  globSync(`lib/${folder}/**/*.ts`, { cwd: root })
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");
const optionsUnder = (heading: string): readonly string[] =>
  tableRows(section(page, heading)).flatMap(([options = ""]) => codeIn(options));

const table = "lib/core/configuration/operatorOptions.ts";

/** Options of the table that something asks for, with the older names under which they are read too. */
function optionsAskedFor(): readonly string[] {
  const code = globSync("lib/**/*.ts", { cwd: root })
    .filter((file) => file !== table)
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");
  return Object.entries(operatorOptions)
    .filter(([name]) => code.includes(`"${name}"`))
    .flatMap(([name, { older }]) => [name, ...older]);
}

test("options are said to be read that the code names, and no others", () => {
  const spelledOut = [...sources("core").matchAll(/["`]kubernetes\.operator\.([\w.-]*\w)["` ]/gu)].map(
    ([, name]) => name ?? "",
  );
  const inCode = [...spelledOut, ...optionsAskedFor()];
  const isLayer = (name: string): boolean => name.startsWith("default-configuration");
  const read = optionsUnder("### kubernetes.operator.*: read");
  expect(read.filter((name) => !isLayer(name)).toSorted()).toEqual(
    [...new Set(inCode)].filter((name) => !isLayer(name)).toSorted(),
  );
  const without = optionsUnder("### kubernetes.operator.*: accepted, without effect");
  expect(without.filter((name) => read.includes(name))).toEqual([]);
  expect(without).toEqual([...new Set(without)]);
});

test("options of the autoscaler are said to be checked that the code checks, and no others", () => {
  const [checked, unchecked] = tableRows(section(page, "### job.autoscaler.*"));
  const code = readFileSync(join(root, "lib/core/lifecycle/validation/autoscaler.ts"), "utf8");
  const named = /(?:name|when): "([^"]+)"|autoscaler(?:Option|Flag|Key)\((?:configuration, )?"([^"]+)"/gu;
  const inCode = [...code.matchAll(named)].map(([, row, call]) => row ?? call ?? "");
  expect(codeIn(checked?.[0] ?? "").toSorted()).toEqual([...new Set(inCode)].toSorted());
  expect(codeIn(unchecked?.[0] ?? "").filter((name) => inCode.includes(name))).toEqual([]);
});

test("a decision has at most 40 lines", () => {
  const decisions = globSync("docs/decisions/[0-9]*.md", { cwd: root });
  expect(decisions.length).toBeGreaterThan(10);
  const long = decisions.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 41);
  expect(long).toEqual([]);
});
