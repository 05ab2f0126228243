import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { importTime } from "./importTime.ts";
import { overBudget } from "./sizeBudget.ts";

/** Bytes. Raised on purpose or not at all: every kilobyte is read and compiled in each cold start. */
const budgets = { "dist/sweep.mjs": 2_400_000, "dist/reconcile.mjs": 2_400_000 };

const root = join(import.meta.dirname, "..");

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
  sourcemap: "external",
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(root, "dist/metafile.json"), JSON.stringify(metafile));

for (const [output, { bytes }] of Object.entries(metafile.outputs)) {
  if (output.endsWith(".map")) continue;
  const time = await importTime(join(root, output), 5);
  console.log(`${output}  ${Math.round(bytes / 1000)} kB  imported in ${Math.round(time)} ms`);
}

const excess = overBudget(metafile, budgets);
for (const sentence of excess) console.error(sentence);
if (excess.length > 0) process.exitCode = 1;
