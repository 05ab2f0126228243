import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const version = "5.2.1";
const folder = fileURLToPath(new URL(`../../../.rig/moto-${version}`, import.meta.url));
const server = `${folder}/bin/moto_server`;

export interface MotoServer {
  /** Where the emulated AWS answers. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Emulates AWS with moto, installed once into a virtual environment below .rig. */
export async function startMoto(): Promise<MotoServer> {
  if (!existsSync(server)) install();
  const port = await freePort();
  const moto = spawn(server, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await answers(moto, url);
  const stop = async (): Promise<void> => {
    const ended = once(moto, "exit");
    moto.kill();
    await ended;
  };
  return { url, stop };
}

function install(): void {
  const remedy = "The tests against emulated AWS need Python 3.9 or later with venv, and PyPI.";
  const run = (command: string, ...args: readonly string[]): void => {
    const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8" });
    if (error === undefined && status === 0) return;
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${remedy} This failed: ${[command, ...args].join(" ")}: ${error?.message ?? stderr.trim()}`);
  };
  run("python3", "-m", "venv", folder);
  run(`${folder}/bin/pip`, "install", "--quiet", "--disable-pip-version-check", `moto[server]==${version}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function answers(moto: ChildProcess, url: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    if (moto.exitCode !== null) throw new Error(`moto ended with ${moto.exitCode}`);
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return;
    await sleep(100);
  }
  throw new Error("moto did not answer within a minute");
}
