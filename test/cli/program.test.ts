import { describe, expect, test } from "vitest";
import { commandTree } from "../../lib/cli/commandTree.ts";
import { flinkFleet, programOf } from "../../lib/cli/program.ts";
import { UserError } from "../../lib/cli/userError.ts";
import { surroundings } from "./surroundings.ts";

const commands = commandTree(programOf(surroundings().of, () => undefined)).map(({ name }) => name);

describe("the command line", () => {
  test.for(commands)("%s --help has examples and exit codes", async (command) => {
    const { of, out } = surroundings();
    expect(await flinkFleet([command, "--help"], of)).toBe(0);
    expect(out()).toContain("Examples:");
    expect(out()).toContain("Exit codes:");
  });

  test.for([
    { words: ["sttus"], says: "Did you mean status?" },
    { words: ["status", "-o", "xml"], says: "Allowed choices are text, json, yaml" },
    { words: ["run", "--interval", "3"], says: "15s or 2m" },
    { words: ["run", "--interval", "10ms"], says: "at least 1s" },
    { words: ["run", "--fleet", "fleet.yaml", "--context", "a"], says: "cannot be used with option" },
  ])("$words is a mistake that is explained", async ({ words, says }) => {
    const { of, err } = surroundings();
    expect(await flinkFleet(words, of)).toBe(1);
    expect(err()).toContain(says);
  });

  test("what the user can mend is told in one line", async () => {
    const { of, err } = surroundings();
    const fleet = () => Promise.reject(new UserError("fleet.yaml:3: no such region"));
    expect(await flinkFleet(["status"], { ...of, fleet })).toBe(1);
    expect(err()).toBe("error: fleet.yaml:3: no such region");
  });

  test("a bug is not hidden", async () => {
    const { of } = surroundings();
    const fleet = () => Promise.reject(new TypeError("undefined is not a function"));
    await expect(flinkFleet(["status"], { ...of, fleet })).rejects.toThrow(TypeError);
  });
});
