import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { zipSync } from "fflate";
import { budgets } from "../../../infra/budgets.ts";
import { parsed, type Template } from "./template.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What osls reads, with archives that hold next to nothing in place of bundles, and `files` by their names. */
export function serviceFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "flink-fleet-service-"));
  for (const part of ["serverless.yml", "package.json"]) copyFileSync(join(root, part), join(folder, part));
  for (const part of ["node_modules", "lib", "infra"]) symlinkSync(join(root, part), join(folder, part));
  mkdirSync(join(folder, "dist"));
  const archive = zipSync({ "index.mjs": new TextEncoder().encode("export const handler = async () => {};") });
  for (const name of Object.keys(budgets)) writeFileSync(join(folder, "dist", `${name}.zip`), archive);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Milliseconds for osls, on a machine that has other things to do. */
export const patience = 240_000;

/**
 * Most of the time of osls goes into compiling the schema of serverless.yml, and into loading itself. Both are kept: by a hash of that schema, and by
 * what was loaded, so that nothing that changes is taken from here.
 */
const cache = join(root, "node_modules/.cache/osls");
const kept = { SLS_SCHEMA_CACHE_BASE_DIR: cache, NODE_COMPILE_CACHE: join(cache, "loaded") };

export type Parameters = Readonly<Record<string, string>>;

/** Runs osls, with nothing of ours in its environment but what is given. Throws with what it printed. */
export async function osls(
  command: string,
  folder: string,
  parameters: Parameters,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const program = join(root, "node_modules/osls/bin/serverless.js");
  const given = Object.entries(parameters).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
  const env = { PATH: process.env["PATH"], HOME: folder, ...kept, ...environment };
  try {
    const { stdout, stderr } = await run(process.execPath, [program, command, ...given], { cwd: folder, env });
    return stdout + stderr;
  } catch (error) {
    throw new Error(`osls ${command} failed: ${Object(error).stdout}${Object(error).stderr}`, { cause: error });
  }
}

/** The template that osls makes, without credentials; any call over the network would fail. */
export async function packaged(
  parameters: Parameters,
  files: Readonly<Record<string, string>> = {},
): Promise<Template> {
  const folder = serviceFolder(files);
  try {
    await osls("package", folder, parameters, { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" });
    return parsed(readFileSync(join(folder, ".serverless/cloudformation-template-update-stack.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
