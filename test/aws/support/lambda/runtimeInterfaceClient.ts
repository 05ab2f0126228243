import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const version = "4.0.2";
const folder = fileURLToPath(new URL(`../../../../.rig/ric-${version}`, import.meta.url));
const client = `${folder}/node_modules/aws-lambda-ric/index.mjs`;

/**
 * The program with which Lambda's own images run handlers. Installed below .rig when it is first asked for: it builds a native module, which
 * nobody should have to wait for who does not run these tests.
 */
export function runtimeInterfaceClient(): string {
  if (!existsSync(`${folder}/node_modules/aws-lambda-ric/rapid-client.node`)) install();
  return client;
}

function install(): void {
  mkdirSync(folder, { recursive: true });
  const options = ["--no-save", "--no-audit", "--no-fund", "--prefix", folder];
  const { error, status, stderr } = spawnSync("npm", ["install", ...options, `aws-lambda-ric@${version}`], {
    encoding: "utf8",
    cwd: folder,
  });
  if (error === undefined && status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  const remedy = "Functions run under aws-lambda-ric, whose native module needs cmake, make and a C++ compiler.";
  throw new Error(`${remedy} npm install failed: ${error?.message ?? stderr.trim().slice(-1000)}`);
}
