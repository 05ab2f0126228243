import type { Check } from "../../core/enrolment/check.ts";
import { plainTable } from "../plainTable.ts";
import type { Terminal } from "../terminal.ts";
import type { ClusterChecks } from "./checkCluster.ts";

const words: Readonly<Record<Check["kind"], string>> = { passed: "ok", failed: "FAILED", skipped: "not tried" };
const colours = { passed: "green", failed: "red", skipped: "yellow" } as const;

/** A line for each step of each cluster. */
export function checkTable(all: readonly ClusterChecks[], terminal: Terminal): string {
  const rows = all.flatMap(({ cluster, checks }) =>
    checks.map((check) => [
      cluster,
      check.step,
      check.what,
      terminal.style(colours[check.kind], words[check.kind]),
      check.kind === "passed" ? check.says : check.because,
    ]),
  );
  return plainTable(["CLUSTER", "STEP", "OF", "RESULT", "MESSAGE"], rows, terminal, ["MESSAGE", "OF"]);
}

/** What failed and what to do about it; the same cure is said once for a cluster. */
export function cures({ cluster, checks }: ClusterChecks): readonly string[] {
  const failed = checks.filter((check) => check.kind === "failed");
  return [...new Set(failed.map(({ cure }) => cure))].map((cure) => {
    const which = failed
      .filter((check) => check.cure === cure)
      .map(({ step, what, because }) => `${step}: ${what}: ${because}`);
    return [`${cluster}:`, ...which.map((line) => `  ${line}`), `  → ${cure}`].join("\n");
  });
}
