import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { settings, type Settings } from "../../infra/stack/settings.ts";

const root = join(import.meta.dirname, "../..");
const yaml = (file: string): unknown =>
  parse(readFileSync(join(root, file), "utf8"), {
    customTags: ["!Sub", "!Ref", "!GetAtt"].map(asText),
    logLevel: "error",
  });

const asText = (tag: string) => ({ tag, resolve: (text: string) => text });

/** Of a stack as it is deployed by default. */
export async function stackSettings(): Promise<Settings> {
  const { params } = yaml("serverless.yml") as { readonly params: { readonly default: Record<string, unknown> } };
  const known: Readonly<Record<string, unknown>> = {
    "sls:stage": "prod",
    ...Object.fromEntries(Object.entries(params.default).map(([name, value]) => [`param:${name}`, value])),
    [`file(${String(params.default["zonesFile"])})`]: yaml(String(params.default["zonesFile"])),
  };
  return await settings({ resolveVariable: async (name) => known[name] });
}
