#!/usr/bin/env node
import process from "node:process";
import { flinkFleet } from "./program.ts";
import { processTerminal } from "./terminal.ts";
import { wired } from "./wiring.ts";

const stop = new AbortController();
// The first Ctrl-C lets the pass end; the second one does not wait.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

// As with any command in a pipe: whoever reads the output may have seen enough.
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await flinkFleet(process.argv.slice(2), wired(processTerminal, stop.signal));
