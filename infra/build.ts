import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { archive } from "./archive.ts";
import { budgets } from "./budgets.ts";
import { fleetFaults } from "./fleetFaults.ts";
import { importTime } from "./importTime.ts";
import { bundles, kilobytes, overBudget } from "./sizeBudget.ts";

const root = join(import.meta.dirname, "..");

/** Where a fleet file is to be part of the functions, its path; as `fleet.yaml` in the bundle. */
const named = process.env["FLEET_FILE"];
const fleetFile = named ?? join(root, "fleet.yaml");
const more = existsSync(fleetFile) ? { "fleet.yaml": fleetFile } : {};

const missing = named === undefined ? [] : [`FLEET_FILE is ${named}, must be the path of a fleet file`];
const faults = existsSync(fleetFile) ? fleetFaults(readFileSync(fleetFile, "utf8"), fleetFile) : missing;
for (const sentence of faults) console.error(sentence);
if (faults.length > 0) process.exit(1);

rmSync(join(root, "dist"), { recursive: true, force: true });

/** A folder for each function, with nothing in it that another one needs. */
async function bundle(name: string): Promise<Metafile["outputs"]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: `functions/${name}.ts` },
    outdir: `dist/${name}`,
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
  writeFileSync(join(root, `dist/${name}.zip`), archive(join(root, "dist", name), more));
  return metafile.outputs;
}

const built = await Promise.all(Object.keys(budgets).map(bundle));
const metafile = { outputs: Object.assign({}, ...built) as Metafile["outputs"] };
writeFileSync(join(root, "dist/metafile.json"), JSON.stringify(metafile));

for (const { name, bytes } of bundles(metafile)) {
  const time = await importTime(join(root, name), 3);
  console.log(`${name}  ${kilobytes(bytes)}  imported in ${Math.round(time)} ms`);
}

const excess = overBudget(metafile, budgets);
for (const sentence of excess) console.error(sentence);
if (excess.length > 0) process.exitCode = 1;
