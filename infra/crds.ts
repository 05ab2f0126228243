import { readFileSync, writeFileSync } from "node:fs";
import { definitions } from "../lib/api/crd/definitions.ts";
import { manifest } from "../lib/api/crd/manifest.ts";

/** `node infra/crds.ts` writes infra/cluster/crds; with `--check` it only says which files are not what it would write. */
const folder = new URL("cluster/crds/", import.meta.url);
const files = definitions.map(manifest);

function isStale({ name, text }: { readonly name: string; readonly text: string }): boolean {
  try {
    return readFileSync(new URL(name, folder), "utf8") !== text;
  } catch {
    return true;
  }
}

if (process.argv.includes("--check")) {
  const stale = files.filter(isStale);
  for (const { name } of stale) console.error(`infra/cluster/crds/${name} is stale: run npm run crds`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { name, text } of files) writeFileSync(new URL(name, folder), text);
}
