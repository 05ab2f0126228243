import { type ChildProcess, exec, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";

const run = promisify(exec);
const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

function section(title: string): string {
  const [, text] = readme.split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`README.md has no section "${title}"`);
  return text.split("\n## ")[0] ?? "";
}

const fenced = (text: string, language: string): readonly string[] =>
  [...text.matchAll(/^```(\w+)\n([^]*?)^```/gmu)].filter(([, of]) => of === language).map(([, , code]) => code ?? "");

const tour = fenced(section("Five-minute tour"), "sh").flatMap((code) => code.trim().split("\n"));
const background = "npm start";
const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;

/** A copy to work in: as in a fresh clone after `npm ci`, and with a home of its own. */
function freshCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), "flink-fleet-tour-"));
  const ignored = new Set(["node_modules", ".git", "dist", "coverage", ".rig"]);
  cpSync(root, copy, { recursive: true, filter: (from) => !ignored.has(basename(from)) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Until the fleet has its resources; whatever else it prints is read and dropped. */
async function introduced({ stdout }: ChildProcess): Promise<void> {
  let shown = "";
  await new Promise<void>((resolve, reject) => {
    stdout?.on("data", (chunk) => {
      shown += String(chunk);
      if (shown.includes("In another terminal")) resolve();
    });
    stdout?.on("close", () => reject(new Error(`it ended: ${shown}`)));
  });
}

describe("the five-minute tour", () => {
  const copy = freshCopy();
  const env = { PATH: process.env["PATH"], HOME: copy, npm_config_offline: "true", NO_COLOR: "1" };
  let demo: ChildProcess;

  beforeAll(async () => {
    demo = spawn(background, { cwd: copy, env, shell: true, detached: true, stdio: ["ignore", "pipe", "inherit"] });
    await introduced(demo);
  });
  afterAll(async () => {
    const ended = once(demo, "exit");
    if (demo.pid !== undefined) process.kill(-demo.pid, "SIGINT");
    await ended;
    rmSync(copy, { recursive: true, force: true });
  });

  test("it starts the fleet", () => {
    expect(tour).toContain(background);
    expect(existsSync(join(copy, "flink-fleet-demo.kubeconfig"))).toBe(true);
    expect(tour.length).toBeGreaterThan(6);
  });

  for (const line of tour.filter((each) => each !== background)) {
    test.skipIf(line.startsWith("kubectl") && !hasKubectl)(`${line}`, async () => {
      const { stdout } = await run(line, { cwd: copy, env });
      expect(stdout).not.toBe("");
    });
  }
});

test("the two set-up commands are scripts that exist", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  expect(fenced(section("Start"), "sh").map((code) => code.trim())).toEqual([
    "npm ci && npm start",
    "npm ci && npm test",
  ]);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "test"]));
});

test("the fleet file in README is a fleet file", () => {
  const [file] = fenced(section("On real clusters"), "yaml");
  expect(parse(file ?? "")).toBeTypeOf("object");
  expect(readFleet(file ?? "", "README.md")).toMatchObject({ kind: "valid" });
});
