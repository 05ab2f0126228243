import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { flinkFleet } from "../../lib/cli/program.ts";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import type { Terminal } from "../../lib/cli/terminal.ts";
import { wired } from "../../lib/cli/wiring.ts";
import { surroundings } from "./surroundings.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-demo-"));
afterAll(() => rmSync(folder, { recursive: true }));
const kubeconfig = join(folder, "demo.kubeconfig");
const examples = join(import.meta.dirname, "../../examples");
const files = readdirSync(examples).filter((file) => file.endsWith(".yaml"));
const resources = files.flatMap((file) =>
  [...readFileSync(join(examples, file), "utf8").matchAll(/^kind: (\w+)$/gmu)].map(([, kind]) => kind),
);

describe("demo", () => {
  test("--once: every example settles on one of three clusters, and nothing is left behind", async () => {
    const { of, out } = surroundings();
    const real = wired(of.terminal, new AbortController().signal);
    expect(await flinkFleet(["demo", "--once", "--kubeconfig", kubeconfig], real)).toBe(0);
    const rows = out().split("\n").slice(1);
    expect(rows).toHaveLength(resources.length);
    expect(rows.filter((row) => / job on /u.test(row))).toHaveLength(
      resources.filter((kind) => kind === "FlinkSessionJob").length,
    );
    for (const row of rows) expect(row).toMatch(/ STABLE +(RUNNING|-) /u);
    expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set(["ap-south", "eu-west", "us-east"]));
    expect(existsSync(kubeconfig)).toBe(false);
  });

  test("never writes over a kubeconfig of the user, nor removes it", async () => {
    const mine = join(folder, "config");
    writeFileSync(mine, "apiVersion: v1\n");
    const { of, err } = surroundings();
    expect(await flinkFleet(["demo", "--once", "--kubeconfig", mine], of)).toBe(1);
    expect(err()).toContain(`${mine} is there and was not written by a demo`);
    expect(readFileSync(mine, "utf8")).toBe("apiVersion: v1\n");
  });

  test("what a demo that was killed has left is written over; what a later demo wrote stays", async () => {
    const shared = join(folder, "shared.kubeconfig");
    writeFileSync(shared, simulatedKubeconfig([{ name: "gone", server: "http://127.0.0.1:1" }]));
    const { of } = surroundings();
    const later = simulatedKubeconfig([{ name: "later", server: "http://127.0.0.1:2" }]);
    const terminal = { ...of.terminal, out: () => writeFileSync(shared, later) };
    const real = wired(terminal, new AbortController().signal);
    expect(await flinkFleet(["demo", "--once", "--kubeconfig", shared], real)).toBe(0);
    expect(readFileSync(shared, "utf8")).toBe(later);
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
