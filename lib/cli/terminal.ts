import { stderr, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { styleText } from "node:util";
import { asking } from "./asking.ts";
import { progressLine } from "./progressLine.ts";

/** Where a command reads and writes; passed in, so that a test can look at it. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly input: () => Promise<string>;
  /** Whether a person is looking: only then is anything drawn over. */
  readonly interactive: boolean;
  /** Columns; `undefined` where nobody looks, or it is not known: then nothing is cut. */
  readonly width: () => number | undefined;
  /** Asks whoever sits there, and resolves to the line typed; `undefined` where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Shows the text in place of all that was shown before. */
  readonly draw: (text: string) => void;
  /** Shows in one line what is waited for, where a person is looking; `undefined` takes it away. */
  readonly progress: (text: string | undefined) => void;
  readonly style: (format: Parameters<typeof styleText>[0], text: string) => string;
}

const progress = progressLine(stderr);

export const processTerminal: Terminal = {
  out: (line) => progress.above(() => void stdout.write(`${line}\n`)),
  err: (line) => progress.above(() => void stderr.write(`${line}\n`)),
  progress: progress.show,
  input: () => text(stdin),
  interactive: stdout.isTTY,
  width: () => (stdout.isTTY ? stdout.columns : undefined),
  ask: stdin.isTTY ? asking(stdin, stderr) : undefined,
  // Home, then clear to the end: lines that wrap need no counting, and what the user had scrolled away stays.
  draw: (text) => void stdout.write(`\u001B[H\u001B[J${text}\n`),
  // Looks at the stream and at NO_COLOR, FORCE_COLOR and NODE_DISABLE_COLORS.
  style: (format, line) => styleText(format, line, { stream: stdout }),
};
