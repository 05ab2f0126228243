#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import process from "node:process";

// Whoever calls again, a shell that completes a command line above all, waits a third less.
enableCompileCache();
const [{ flinkFleet }, { processTerminal }, { wired }] = await Promise.all([
  import("./program.ts"),
  import("./terminal.ts"),
  import("./wiring.ts"),
]);

const stop = new AbortController();
// The first Ctrl-C lets the pass end; the second one does not wait.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

// As with any command in a pipe: whoever reads the output may have seen enough.
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await flinkFleet(process.argv.slice(2), wired(processTerminal, stop.signal));
