import { describe, expect, test } from "vitest";
import { progressLine } from "../../lib/cli/progressLine.ts";

/** What a terminal shows once it has carried out what was written: returning to the start of a line, and clearing it. */
function shown(written: string): readonly string[] {
  return written.split("\n").map((line) => line.split("\r\u001B[K").at(-1) ?? "");
}

function terminal(parts: { readonly isTTY?: boolean; readonly columns?: number } = { isTTY: true }) {
  let written = "";
  const stream = { ...parts, write: (text: string) => void (written += text) };
  const line = progressLine(stream);
  const says = (text: string): void => line.above(() => stream.write(`${text}\n`));
  return { line, says, shown: () => shown(written), written: () => written };
}

describe("the line that tells what is waited for", () => {
  test("is drawn over, and stays below what is told", () => {
    const { line, says, shown: seen } = terminal();
    line.show("waiting for 2 of 2: clicks, orders");
    says("clicks is done");
    line.show("waiting for 1 of 2: orders");
    expect(seen()).toEqual(["clicks is done", "waiting for 1 of 2: orders"]);
    line.show(undefined);
    expect(seen()).toEqual(["clicks is done", ""]);
  });

  test("never takes more than one line", () => {
    const { line, shown: seen } = terminal({ isTTY: true, columns: 10 });
    line.show("waiting for many");
    expect(seen()).toEqual(["waiting f"]);
  });

  test("is not there where nobody looks, and what is told is told as it is", () => {
    const { line, says, written } = terminal({});
    line.show("waiting");
    says("done");
    line.show(undefined);
    expect(written()).toBe("done\n");
  });
});
