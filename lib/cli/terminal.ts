import { stderr, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { styleText } from "node:util";

/** Where a command reads and writes; passed in, so that a test can look at it. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly input: () => Promise<string>;
  /** Whether a person is looking: only then is anything drawn over. */
  readonly interactive: boolean;
  /** Shows the text in place of all that was shown before. */
  readonly draw: (text: string) => void;
  readonly style: (format: Parameters<typeof styleText>[0], text: string) => string;
}

export const processTerminal: Terminal = {
  out: (line) => void stdout.write(`${line}\n`),
  err: (line) => void stderr.write(`${line}\n`),
  input: () => text(stdin),
  interactive: stdout.isTTY,
  // Home, then clear to the end: lines that wrap need no counting, and what the user had scrolled away stays.
  draw: (text) => void stdout.write(`\u001B[H\u001B[J${text}\n`),
  // Looks at the stream and at NO_COLOR, FORCE_COLOR and NODE_DISABLE_COLORS.
  style: (format, line) => styleText(format, line, { stream: stdout }),
};
