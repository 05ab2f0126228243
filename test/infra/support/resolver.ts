import { readFileSync } from "node:fs";
import * as z from "zod";
import { parse } from "yaml";
import type { Resolver } from "../../../infra/stack/settings.ts";

const schema = z.object({ params: z.object({ default: z.record(z.string(), z.unknown()) }) });

/** serverless.yml, which CloudFormation's own tags are no part of. */
export const service = () => schema.parse(parse(readFileSync("serverless.yml", "utf8"), { logLevel: "silent" }));

/** As osls resolves variables: parameters that are not given are as serverless.yml says. */
export function resolver(
  parameters: Readonly<Record<string, string>>,
  zones: unknown = { default: {} },
  stage = "prod",
): Resolver {
  const { params } = service();
  const given: Readonly<Record<string, unknown>> = { ...params.default, ...parameters };
  return {
    resolveVariable: async (name) => {
      if (name === "sls:stage") return stage;
      if (name === `file(${String(given["zonesFile"])})`) return zones;
      return given[name.replace("param:", "")];
    },
  };
}
