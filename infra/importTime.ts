import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const program = (file: string): string =>
  `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - start); process.exit();`;

/** Median milliseconds that a fresh Node takes to import the module: what a cold start pays. One process after another. */
export async function importTime(file: string, times: number): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program(file)]);
    taken.push(Number(stdout));
  }
  return taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}
