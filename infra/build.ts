import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { importTime } from "./importTime.ts";
import { bundles, kilobytes, overBudget } from "./sizeBudget.ts";

/** Bytes. Raised on purpose or not at all: every kilobyte is read and compiled in each cold start. */
const budgets = { "dist/sweep.mjs": 1_900_000, "dist/reconcile.mjs": 2_200_000 };

const root = join(import.meta.dirname, "..");
rmSync(join(root, "dist"), { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["functions/sweep.ts", "functions/reconcile.ts"],
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  // Prefers ES modules of packages that have both, which can be shaken.
  mainFields: ["module", "main"],
  // CommonJS packages inside call require() for Node's own modules, which an ES module has not.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  minifySyntax: true,
  minifyWhitespace: true,
  // What is imported later, if ever (the client for kubeconfigs), is no part of a cold start.
  splitting: true,
  chunkNames: "chunks/[hash]",
  sourcemap: "external",
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(root, "dist/metafile.json"), JSON.stringify(metafile));

for (const { name, bytes } of bundles(metafile)) {
  const time = await importTime(join(root, name), 5);
  console.log(`${name}  ${kilobytes(bytes)}  imported in ${Math.round(time)} ms`);
}

const excess = overBudget(metafile, budgets);
for (const sentence of excess) console.error(sentence);
if (excess.length > 0) process.exitCode = 1;
