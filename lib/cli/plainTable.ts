import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import type { Terminal } from "./terminal.ts";

const noBorders = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((corner) => [`${side}${corner}`, ""]),
  ),
);

const gap = 2;
/** Of a column that is cut: less says nothing. */
const narrowest = 12;

/**
 * A table without borders, so that grep and awk can read it as well. Where a person looks and it is wider than the terminal, `cut` are the
 * titles of columns that may be cut for it, the first one first.
 */
export function plainTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
  cut: readonly string[] = [],
): string {
  const table = new Table({
    head: titles.map((title) => terminal.style("bold", title)),
    chars: { ...noBorders, middle: " ".repeat(gap) },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colWidths: [...fitting(titles, rows, terminal.width(), cut)],
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replaceAll(/[ ]+$/gmu, "");
}

/** The width of each column. */
function fitting(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
  cut: readonly string[],
): readonly number[] {
  const natural = titles.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map((cell) => stripVTControlCharacters(cell).length)),
  );
  let over = natural.reduce((sum, one) => sum + one + gap, -gap) - (width ?? Infinity);
  for (const column of cut.map((title) => titles.indexOf(title))) {
    const given = Math.min(Math.max(0, over), Math.max(0, (natural[column] ?? 0) - narrowest));
    natural[column] = (natural[column] ?? 0) - given;
    over -= given;
  }
  return natural;
}
