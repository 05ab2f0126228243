import type { FleetFile } from "../api/fleet.ts";
import { readFleet } from "../api/fleet/readFleet.ts";
import { fileText } from "./fileText.ts";
import { UserError } from "./userError.ts";

/** Throws UserError with one line for each mistake in it. */
export function fleetFile(file: string): FleetFile {
  const read = readFleet(fileText(file), file);
  if (read.kind === "invalid") throw new UserError(`the fleet file is not right\n${read.messages.join("\n")}`);
  return read.fleet;
}
