import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { FleetPlan } from "../../api/plan.ts";
import { printedAs } from "../outputOption.ts";
import { UserError } from "../userError.ts";

/** Refuses a place where no plan can be kept, before one is made. Throws UserError. */
export function refuseNoPlace(file: string): void {
  const folder = dirname(resolve(file));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`--out ${file}: there is no such folder: ${folder}`);
  const there = statSync(file, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) throw new UserError(`--out ${file}: it is there and is no file`);
}

/**
 * Keeps a plan for `apply --plan`, whole or not at all. It holds what the manifests hold, which is nobody else's business: whatever was there
 * is replaced, with its rights. Throws UserError.
 */
export function keepPlan(file: string, plan: FleetPlan): void {
  const half = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(half, `${printedAs("json", plan)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw new UserError(`--out ${file}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
