import { readFileSync } from "node:fs";
import { UserError } from "./userError.ts";

/** What a file holds. Throws UserError that names it. */
export function fileText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UserError(`${file}: ${reasons[code] ?? `cannot be read: ${code}`}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "it is a directory, must be a file",
  EACCES: "you have no right to read it",
};
