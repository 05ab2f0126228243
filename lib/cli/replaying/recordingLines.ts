import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../userError.ts";

/** A recording of a file, or what stands in its place. */
export interface Line {
  /** `decisions.jsonl:12` */
  readonly at: string;
  /** Absent: it is no JSON. */
  readonly content?: unknown;
  /** Nothing comes after it: whoever wrote it may have been ended before its end. */
  readonly isLast: boolean;
}

/** What a file holds, line by line, or all of it where that is one recording over many lines; `-` is stdin. Throws UserError. */
export async function* recordingLines(name: string, terminal: Terminal): AsyncGenerator<Line> {
  const file = name === "-" ? "stdin" : name;
  const lines = createInterface({ input: await inputOf(name, terminal), crlfDelay: Infinity })[Symbol.asyncIterator]();
  let number = 0;
  let held: { readonly at: string; readonly text: string } | undefined;
  for await (const text of { [Symbol.asyncIterator]: () => lines }) {
    number += 1;
    if (text.trim() === "") continue;
    if (held === undefined && /^\s*[{[]\s*$/.test(text)) {
      yield { ...read(file, await allOf(text, lines)), isLast: true };
      return;
    }
    if (held !== undefined) yield { ...read(held.at, held.text), isLast: false };
    held = { at: `${file}:${number}`, text };
  }
  if (held !== undefined) yield { ...read(held.at, held.text), isLast: true };
}

function read(at: string, text: string): Omit<Line, "isLast"> {
  try {
    return { at, content: JSON.parse(text) as unknown };
  } catch {
    return { at };
  }
}

async function inputOf(name: string, terminal: Terminal): Promise<Readable> {
  if (name === "-") return Readable.from([await terminal.input()]);
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError(`${name}: no such file`);
  if (stat.isDirectory()) throw new UserError(`${name}: it is a directory, must be a file of recordings`);
  return createReadStream(name);
}

async function allOf(first: string, rest: AsyncIterator<string>): Promise<string> {
  const parts = [first];
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) parts.push(next.value);
  return parts.join("\n");
}
