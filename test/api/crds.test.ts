import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { definitions } from "../../lib/api/crd/definitions.ts";
import { manifest } from "../../lib/api/crd/manifest.ts";
import { rules } from "../../lib/api/crd/rules.ts";
import { type StructuralSchema, structural } from "../../lib/api/crd/structural.ts";
import { field, int64, optional, quantity } from "../../lib/api/resources/field.ts";

const folder = new URL("../../infra/cluster/crds/", import.meta.url);
const files = definitions.map(manifest);

test("infra/cluster/crds holds what `npm run crds` would write, and nothing else", () => {
  const found = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
  expect(found).toEqual(files.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
});

interface Version {
  readonly subresources: unknown;
  readonly additionalPrinterColumns: readonly { readonly name: string; readonly jsonPath: string }[];
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
}

const all = definitions.map(({ metadata, spec }) => {
  const { names, versions } = spec as {
    readonly names: { readonly kind: string };
    readonly versions: readonly [Version];
  };
  const [version] = versions;
  return { name: metadata.name, names, version, schema: version.schema.openAPIV3Schema };
});

/** Every part of a schema, with its path. */
function parts(schema: StructuralSchema, path = ""): readonly (readonly [string, StructuralSchema])[] {
  const { properties = {}, items, additionalProperties } = schema;
  return [
    [path, schema],
    ...Object.entries(properties).flatMap(([name, of]) => parts(of, `${path}.${name}`)),
    ...(items === undefined ? [] : parts(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : parts(additionalProperties, `${path}{}`)),
  ];
}

const jobColumn = "Job Status .status.jobStatus.state";
const lifecycleColumn = "Lifecycle State .status.lifecycleState";
const shown = {
  FlinkDeployment: {
    shortName: "flinkdep",
    columns: [jobColumn, lifecycleColumn],
    subresources: {
      status: {},
      scale: {
        specReplicasPath: ".spec.taskManager.replicas",
        statusReplicasPath: ".status.taskManager.replicas",
        labelSelectorPath: ".status.taskManager.labelSelector",
      },
    },
  },
  FlinkSessionJob: { shortName: "sessionjob", columns: [jobColumn, lifecycleColumn], subresources: { status: {} } },
  FlinkStateSnapshot: {
    shortName: "flinksnp",
    columns: ["Path .status.path", "Result Timestamp .status.resultTimestamp", "Snapshot State .status.state"],
    subresources: { status: {} },
  },
  FlinkBlueGreenDeployment: { shortName: "flinkbgdep", columns: [jobColumn], subresources: { status: {} } },
} as const;

describe.for(all)("$name", ({ name, names, version, schema }) => {
  test("is named, listed and shortened as the Apache operator's", () => {
    const singular = names.kind.toLowerCase();
    expect(name).toBe(`${singular}s.flink.apache.org`);
    const { shortName, columns, subresources } = shown[names.kind as keyof typeof shown];
    const plural = `${singular}s`;
    expect(names).toEqual({
      kind: names.kind,
      listKind: `${names.kind}List`,
      plural,
      singular,
      shortNames: [shortName],
    });
    expect(version.additionalPrinterColumns.map((column) => `${column.name} ${column.jsonPath}`)).toEqual([
      ...columns,
      "Age .metadata.creationTimestamp",
    ]);
    expect(version.subresources).toEqual(subresources);
  });

  test("refuses nothing that the Apache operator's accepts, but by a rule", () => {
    const strict = ["default", "nullable", "$ref", "pattern", "minimum", "maximum", "not", "anyOf", "const"];
    const found = parts(schema).flatMap(([path, part]) =>
      strict.filter((key) => key in part).map((key) => `${path} ${key}`),
    );
    expect(found).toEqual([]);
    const required = parts(schema).flatMap(([path, part]) => (part.required ?? []).map((key) => `${path} ${key}`));
    expect(required).toEqual([".status.conditions[] type"]);
  });

  test("says of every field of spec and status what it is for", () => {
    const silent = parts(schema)
      .filter(([path, { description }]) => /^\.(spec|status)\b.*[^\]}]$/.test(path) && description === undefined)
      .map(([path]) => path);
    expect(silent.filter((path) => !path.includes(".flinkConfiguration."))).toEqual([]);
  });

  test("keeps all of what is opaque, and merges conditions by type", () => {
    const { conditions, fleet } = schema.properties?.["status"]?.properties ?? {};
    expect(fleet).toMatchObject({ type: "object", "x-kubernetes-preserve-unknown-fields": true });
    expect(fleet).not.toHaveProperty("properties");
    expect(conditions).toMatchObject({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] });
    const templates = parts(schema).filter(([path]) => path.endsWith(".podTemplate"));
    for (const [, template] of templates) {
      expect(template).toMatchObject({ type: "object", "x-kubernetes-preserve-unknown-fields": true });
    }
    expect(templates).toHaveLength(name.startsWith("flinkdeployments") || name.startsWith("flinkbluegreen") ? 3 : 0);
  });

  test("has each of its rules at the field that the rule speaks of", () => {
    const placed = parts(schema).flatMap(([path, part]) =>
      (part["x-kubernetes-validations"] ?? []).map((rule) => ({ at: path.slice(1), ...(rule as object) })),
    );
    const key = ({ at, rule }: { readonly at: string; readonly rule?: string }): string => `${at} ${rule}`;
    expect(placed.map(key).toSorted()).toEqual([...rules[names.kind as keyof typeof rules]].map(key).toSorted());
  });
});

describe("structural", () => {
  test.for([
    { of: "text", from: z.string(), to: { type: "string" } },
    { of: "a bounded text", from: z.string().max(5), to: { type: "string", maxLength: 5 } },
    { of: "a small integer", from: z.int32(), to: { type: "integer", format: "int32" } },
    { of: "an integer", from: z.int(), to: { type: "integer", format: "int64" } },
    { of: "a nonce", from: int64, to: { type: "integer", format: "int64" } },
    { of: "a quantity", from: quantity, to: { "x-kubernetes-int-or-string": true } },
    { of: "a choice", from: z.enum(["a", "b"]), to: { type: "string", enum: ["a", "b"] } },
    { of: "anything", from: z.unknown(), to: { "x-kubernetes-preserve-unknown-fields": true } },
    {
      of: "a map",
      from: z.record(z.string(), z.int32()),
      to: { type: "object", additionalProperties: { type: "integer", format: "int32" } },
    },
    {
      of: "a free map",
      from: z.record(z.string(), z.unknown()),
      to: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    },
    { of: "a list", from: z.array(z.boolean()), to: { type: "array", items: { type: "boolean" } } },
    {
      of: "a closed object",
      from: z.object({ a: optional(z.string(), "A.") }),
      to: { type: "object", properties: { a: { type: "string", description: "A." } } },
    },
    {
      of: "an open object",
      from: z.looseObject({ a: z.string() }),
      to: { type: "object", properties: { a: { type: "string" } }, "x-kubernetes-preserve-unknown-fields": true },
    },
    {
      of: "a default, which is told and not stored,",
      from: field(z.int32().default(3), "How many."),
      to: { type: "integer", format: "int32", description: "How many. Default: 3." },
    },
  ])("$of", ({ from, to }) => {
    expect(structural(from)).toEqual(to);
  });
});
