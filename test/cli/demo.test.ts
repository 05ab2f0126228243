import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { flinkFleet } from "../../lib/cli/program.ts";
import type { Terminal } from "../../lib/cli/terminal.ts";
import { wired } from "../../lib/cli/wiring.ts";
import { surroundings } from "./surroundings.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-demo-"));
afterAll(() => rmSync(folder, { recursive: true }));
const kubeconfig = join(folder, "demo.kubeconfig");
const examples = readdirSync(join(import.meta.dirname, "../../examples"));

describe("demo", () => {
  test("--once: every example settles on one of three clusters, and nothing is left behind", async () => {
    const { of, out } = surroundings();
    const real = wired(of.terminal, new AbortController().signal);
    expect(await flinkFleet(["demo", "--once", "--kubeconfig", kubeconfig], real)).toBe(0);
    const rows = out().split("\n").slice(1);
    expect(rows).toHaveLength(examples.length);
    for (const row of rows) expect(row).toMatch(/ STABLE +(RUNNING|-) /u);
    expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set(["ap-south", "eu-west", "us-east"]));
    expect(existsSync(kubeconfig)).toBe(false);
  });

  test("live: draws the fleet until it is stopped", async () => {
    const stop = new AbortController();
    const drawn: string[] = [];
    const terminal: Terminal = {
      ...surroundings().of.terminal,
      interactive: true,
      draw: (text) => {
        drawn.push(text);
        if (text.includes("ledger") || drawn.length > 20) stop.abort();
      },
    };
    expect(await flinkFleet(["demo", "--kubeconfig", kubeconfig], wired(terminal, stop.signal))).toBe(0);
    expect(drawn[0]).toContain(`kubectl --kubeconfig ${kubeconfig}`);
    expect(drawn.at(-1)).toMatch(/^eu-west +default +ledger +standalone application/mu);
    expect(existsSync(kubeconfig)).toBe(false);
  });
});
