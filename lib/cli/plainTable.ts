import Table from "cli-table3";
import type { Terminal } from "./terminal.ts";

const noBorders = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((corner) => [`${side}${corner}`, ""]),
  ),
);

/** A table without borders, so that grep and awk can read it as well. */
export function plainTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  const table = new Table({
    head: titles.map((title) => terminal.style("bold", title)),
    chars: { ...noBorders, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replaceAll(/[ ]+$/gmu, "");
}
