import { execFile } from "node:child_process";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rigHome } from "./rig.ts";

/** Every decision of the newest run of this suite. */
const folder = join(rigHome, "recordings");
const cli = fileURLToPath(new URL("../../../lib/cli/flink-fleet.ts", import.meta.url));

let files = 0;

/** A file for one process: what is killed in the middle of a line spoils no other. */
export const recordingsFile = (): string => join(folder, `${process.pid}-${(files += 1)}.jsonl`);

export async function forgetRecordings(at = folder): Promise<void> {
  await rm(at, { recursive: true, force: true });
  await mkdir(at, { recursive: true });
}

export interface ReplayedRun {
  readonly isSame: boolean;
  /** How many decisions there were, and each that differs. */
  readonly told: string;
}

/** Makes all of them again, by the command that a user has for it. A run of a few tests may have decided nothing. */
export async function replayRecordings(at = folder): Promise<ReplayedRun> {
  const names = (await readdir(at)).toSorted();
  if (names.length === 0) return { isSame: true, told: "No decisions were recorded." };
  return await new Promise((resolve) => {
    const args = [cli, "replay", ...names.map((name) => join(at, name))];
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ isSame: error === null, told: `${stderr}${stdout}`.trim() }),
    );
  });
}
