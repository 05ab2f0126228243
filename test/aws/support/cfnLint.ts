import { execFile, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const version = "1.58.0";
const folder = fileURLToPath(new URL(`../../../.rig/cfn-lint-${version}`, import.meta.url));

/** What cfn-lint has to say of templates; empty when all is well. */
export async function cfnLint(templates: readonly string[]): Promise<string> {
  if (!existsSync(`${folder}/bin/cfn-lint`)) install();
  return await new Promise((resolve) => {
    const args = ["--regions", "eu-central-1", "us-east-1", "--template", ...templates];
    execFile(`${folder}/bin/cfn-lint`, args, (error, stdout, stderr) =>
      resolve(error === null ? "" : stdout + stderr || error.message),
    );
  });
}

/** Into a virtual environment below .rig, once. */
function install(): void {
  const run = (command: string, ...args: readonly string[]): void => {
    const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8" });
    if (error === undefined && status === 0) return;
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `cfn-lint needs Python 3.9 or later with venv, and PyPI: ${command}: ${error?.message ?? stderr.trim()}`,
    );
  };
  run("python3", "-m", "venv", folder);
  run(`${folder}/bin/pip`, "install", "--quiet", "--disable-pip-version-check", `cfn-lint==${version}`);
}
