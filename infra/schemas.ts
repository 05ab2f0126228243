import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { schemaFile } from "../lib/api/events/schemaFile.ts";
import { schemas } from "../lib/api/schemas.ts";

/** `node infra/schemas.ts` writes docs/schemas; with `--check` it only says which files are not what it would write. */
const folder = new URL("../docs/schemas/", import.meta.url);
mkdirSync(folder, { recursive: true });
const files = Object.entries(schemas).map(([name, schema]) => schemaFile(name, schema));
const found = readdirSync(folder);
const left = found.filter((name) => files.every((file) => file.name !== name));
const stale = files.filter(
  ({ name, text }) => !found.includes(name) || readFileSync(new URL(name, folder), "utf8") !== text,
);

if (process.argv.includes("--check")) {
  for (const name of [...left, ...stale.map((file) => file.name)])
    console.error(`docs/schemas/${name} is stale: run npm run schemas`);
  process.exitCode = left.length + stale.length === 0 ? 0 : 1;
} else {
  for (const name of left) rmSync(new URL(name, folder));
  for (const { name, text } of stale) writeFileSync(new URL(name, folder), text);
}
