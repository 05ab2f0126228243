import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { zipSync } from "fflate";

/** The earliest time that a zip file can hold: the same files give the same bytes, so that nothing is deployed that did not change. */
const mtime = new Date(1980, 0, 1);

/** What Lambda loads: the files of one folder but their source maps, and `more` files by their name in the archive. */
export function archive(folder: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  const built = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
    .map((entry) => join(entry.parentPath, entry.name));
  const files = [...built.map((path) => [relative(folder, path), path] as const), ...Object.entries(more)];
  const content = files.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, path]) => [name, readFileSync(path)]);
  return zipSync(Object.fromEntries(content), { mtime, level: 9 });
}
