import { readFileSync } from "node:fs";
import type { FleetFile } from "../api/fleet.ts";
import { readFleet } from "../api/fleet/readFleet.ts";
import { UserError } from "./userError.ts";

/** Throws UserError with one line for each mistake in it. */
export function fleetFile(file: string): FleetFile {
  const read = readFleet(textOf(file), file);
  if (read.kind === "invalid") throw new UserError(`the fleet file is not right\n${read.messages.join("\n")}`);
  return read.fleet;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw new UserError(`${file}: ${code === "ENOENT" ? "no such file" : `cannot be read: ${String(code)}`}`);
  }
}
