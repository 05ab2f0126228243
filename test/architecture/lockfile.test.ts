import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";

const entry = z.looseObject({
  resolved: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const lockfile = z.object({ packages: z.record(z.string(), entry) });

const { packages } = lockfile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8")),
);

test("the lockfile names the builds for every platform, without which npm ci refuses it", () => {
  const optional = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies));
  const paths = Object.keys(packages);
  expect(optional.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
});

test("no place is named, so that everybody installs from the registry that is set up", () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
