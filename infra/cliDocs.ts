import { readFileSync, writeFileSync } from "node:fs";
import { documentation } from "../lib/cli/documentation.ts";
import { programOf } from "../lib/cli/program.ts";
import { processTerminal } from "../lib/cli/terminal.ts";
import { wired } from "../lib/cli/wiring.ts";

/** `node infra/cliDocs.ts` writes docs/cli.md; with `--check` it only says whether it is not what it would write. */
const file = new URL("../docs/cli.md", import.meta.url);
const text = documentation(programOf(wired(processTerminal, new AbortController().signal), () => undefined));

if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error("docs/cli.md is stale: run npm run cli-docs");
  process.exitCode = 1;
}
