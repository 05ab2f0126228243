import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandTree } from "../../lib/cli/commandTree.ts";
import { flinkFleet, programOf } from "../../lib/cli/program.ts";
import { surroundings } from "./surroundings.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "completion-"));
  for (const name of ["fleet.yaml", "fleet two.yaml", "other.txt"]) writeFileSync(join(folder, name), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function script(shell: string): Promise<string> {
  const { of, out } = surroundings();
  expect(await flinkFleet(["completion", shell], of)).toBe(0);
  return out();
}

/** What bash offers for the last of the words, as readline hands them over: it takes --a=b apart. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const ask = `${await script("bash")}
shift 0; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_flink_fleet
for one in "\${COMPREPLY[@]}"; do printf '%s\\n' "$one"; done`;
  const out = execFileSync("bash", ["--norc", "--noprofile", "-c", ask, "bash", "flink-fleet", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  return out.split("\n").filter((line) => line !== "");
}

const tree = commandTree(programOf(surroundings().of, () => undefined));
const namesOf = (prefix: string): readonly string[] =>
  tree.map(({ name }) => name).filter((name) => name.startsWith(prefix));

describe("bash", () => {
  test.for([
    { words: ["sta"], offers: ["status"] },
    { words: ["re"], offers: namesOf("re") },
    { words: [""], offers: [...namesOf(""), "help", "--help"] },
    { words: ["help", "sav"], offers: ["savepoint"] },
    { words: ["status", "-o", ""], offers: ["text", "json", "yaml"] },
    { words: ["status", "-o", "j"], offers: ["json"] },
    { words: ["status", "--output", "y"], offers: ["yaml"] },
    { words: ["status", "--output", "=", "y"], offers: ["yaml"] },
    { words: ["status", "--output", "="], offers: ["text", "json", "yaml"] },
    { words: ["render", "-o", ""], offers: ["yaml", "json"] },
    { words: ["restart", "--kind", "FlinkS"], offers: ["FlinkSessionJob"] },
    { words: ["status", "--fleet", "fl"], offers: ["fleet two.yaml", "fleet.yaml"] },
    { words: ["render", "-f", "oth"], offers: ["other.txt"] },
    { words: ["run", "--context", ""], offers: [] },
    { words: ["status", "--wat"], offers: ["--watch"] },
    { words: ["status", "--watch", "--inter"], offers: ["--interval"] },
    { words: ["restart", "orders", "--ye"], offers: ["--yes"] },
    { words: ["restart", "--jar"], offers: [] },
    { words: ["trigger", "rest"], offers: ["restart"] },
    { words: ["trigger", "restart", "rest"], offers: [] },
    { words: ["completion", ""], offers: ["bash", "zsh", "fish"] },
    { words: ["replay", "oth"], offers: ["other.txt"] },
    { words: ["replay", "a.jsonl", "oth"], offers: ["other.txt"] },
    { words: ["nonsense", "-"], offers: [] },
  ])("offers $offers for $words", async ({ words, offers }) => {
    expect((await offered(...words)).toSorted()).toEqual(offers.toSorted());
  });

  test.for(tree)("offers every option of $name", async ({ name, options }) => {
    expect(await offered(name, "-")).toEqual(options.flatMap(({ flags }) => flags));
  });
});

const isHere = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

describe("fish", () => {
  test.for([
    { line: "sta", offers: ["status"] },
    { line: "help sav", offers: ["savepoint"] },
    { line: "status -o ", offers: ["json", "text", "yaml"] },
    { line: "status --output=y", offers: ["--output=yaml"] },
    { line: "status --fleet fl", offers: ["fleet two.yaml", "fleet.yaml"] },
    { line: "render -f oth", offers: ["other.txt"] },
    { line: "run --context ", offers: [] },
    { line: "status ", offers: [] },
    { line: "replay a.jsonl oth", offers: ["other.txt"] },
    { line: "trigger rest", offers: ["restart"] },
    { line: "trigger restart rest", offers: [] },
    { line: "status redeploy --ima", offers: [] },
    { line: "restart orders --ye", offers: ["--yes"] },
    { line: "completion ", offers: ["bash", "fish", "zsh"] },
  ])("offers $offers for $line", async ({ line, offers }, { skip }) => {
    skip(!isHere("fish"), "fish is not installed here");
    const ask = `${await script("fish")}\ncomplete -C "flink-fleet $argv[1]"`;
    const out = execFileSync("fish", ["--no-config", "-c", ask, line], { cwd: folder, encoding: "utf8" });
    const words = out.split("\n").map((one) => one.split("\t")[0] ?? "");
    expect(words.filter((word) => word !== "").toSorted()).toEqual(offers.toSorted());
  });
});

describe.for(["zsh", "fish"])("%s", (shell) => {
  test("has every command with every option and its choices", async () => {
    const text = await script(shell);
    for (const { name, options } of tree) {
      const own =
        shell === "zsh"
          ? partOf(text, name)
          : text
              .split("\n")
              .filter((line) => line.includes(`__flink_fleet_is ${name}'`))
              .join("\n");
      for (const { flags, value } of options)
        for (const flag of flags) {
          const line = own.split("\n").find((one) => one.includes(shell === "zsh" ? `'*${flag}` : wordOf(flag)));
          expect(line, `${name} ${flag}`).toContain(value?.kind === "choices" ? value.of.join(" ") : "");
        }
    }
  });

  test("takes it without an error", async ({ skip }) => {
    skip(!isHere(shell), `${shell} is not installed here`);
    const file = join(folder, `script.${shell}`);
    writeFileSync(file, await script(shell));
    const { status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

const partOf = (text: string, name: string): string => text.split(`        ${name})\n`)[1]?.split(";;")[0] ?? "";
const wordOf = (flag: string): string => (flag.startsWith("--") ? ` -l ${flag.slice(2)} ` : ` -s ${flag.slice(1)} `);

test("quotes and brackets of descriptions break no script", async () => {
  const scripts = await Promise.all(
    ["zsh", "fish"].map(async (shell) => {
      const { of, out } = surroundings();
      const other = programOf(of, () => undefined);
      other.command("odd").description("it's [odd]: a\\b");
      await other.parseAsync(["completion", shell], { from: "user" });
      return out();
    }),
  );
  expect(scripts[0]).toContain(String.raw`'odd:it'\''s \[odd\]\: a\\b'`);
  expect(scripts[1]).toContain(String.raw`-a odd -d 'it\'s [odd]: a\\b'`);
});

test("another shell is not known, and it is said which are", async () => {
  const { of, err } = surroundings();
  expect(await flinkFleet(["completion", "tcsh"], of)).toBe(1);
  expect(err()).toContain("Allowed choices are bash, zsh, fish");
});
