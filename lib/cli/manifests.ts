import { readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { LineCounter, parseAllDocuments } from "yaml";
import { fileText } from "./fileText.ts";
import type { Terminal } from "./terminal.ts";
import { UserError } from "./userError.ts";

/** One document of a file, and how to point at it. */
export interface Manifest {
  readonly content: unknown;
  /** `orders.yaml:12`: the line where the document, or the value at the path within it, begins. */
  readonly at: (path: readonly PropertyKey[]) => string;
}

/** All documents of the files, of the YAML and JSON files in folders and below them, and of stdin where the name is `-`. */
export async function manifestsIn(names: readonly string[], terminal: Terminal): Promise<readonly Manifest[]> {
  const found: Manifest[] = [];
  for (const name of names) {
    if (name === "-") found.push(...documentsIn("stdin", await terminal.input()));
    else for (const file of filesAt(name)) found.push(...documentsIn(file, fileText(file)));
  }
  return found;
}

function filesAt(name: string): readonly string[] {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError(`${name}: no such file or directory`);
  if (!stat.isDirectory()) return [name];
  const files = readdirSync(name, { recursive: true, withFileTypes: true })
    .filter((one) => !one.isDirectory() && /\.(ya?ml|json)$/u.test(one.name))
    .map((one) => join(one.parentPath, one.name))
    .filter((file) => !isHidden(relative(name, dirname(file))))
    .toSorted();
  if (files.length === 0) throw new UserError(`${name}: no .yaml, .yml or .json file in this directory`);
  return files;
}

/** A folder of tools, as .git is, or below one. */
const isHidden = (folder: string): boolean => folder.split(sep).some((part) => part.startsWith("."));

function documentsIn(file: string, text: string): readonly Manifest[] {
  const lines = new LineCounter();
  return parseAllDocuments(text, { lineCounter: lines }).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      throw new UserError(`${file}:${lines.linePos(error.pos[0]).line}: not YAML: ${firstLine(error.message)}`);
    }
    const content: unknown = document.toJS();
    if (content === null || content === undefined) return [];
    const at = (path: readonly PropertyKey[]): string => {
      const start = startOf(document, path);
      return start === undefined ? file : `${file}:${lines.linePos(start).line}`;
    };
    return [{ content, at }];
  });
}

type Document = ReturnType<typeof parseAllDocuments>[number];

/** Where the value at the path begins, or the nearest thing around it that is there. */
function startOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (hasRange(node)) return node.range[0];
  }
  return undefined;
}

const hasRange = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);

/** Without the place, which we tell ourselves. */
const firstLine = (text: string): string =>
  (text.split("\n", 1)[0] ?? text).replace(/ at line \d+, column \d+:?$/u, "");
