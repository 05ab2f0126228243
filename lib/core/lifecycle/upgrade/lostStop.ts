import type { StopIntent } from "../../../api/resources/journal.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import { presentOptions } from "../presentOptions.ts";
import type { Seen } from "../seen.ts";

/** Why it cannot be told from which state to go on, and where somebody who can look there would find it. */
export function lostStop(seen: Seen, { way, jobId }: StopIntent, defaults: OperatorDefaults): string {
  const how = way === "savepoint" ? "stopped with a savepoint" : "cancelled";
  const where = way === "savepoint" ? whereItMayLie(seen, jobId, defaults) : "";
  return `the job was being ${how} when its JobManager was lost, and there is no HA metadata: whether newer state than the newest known one exists cannot be told (job ${jobId}).${where}`;
}

/** Flink names the folder of a savepoint after its job, and ends the name by chance (AbstractFsCheckpointStorageAccess). */
function whereItMayLie(seen: Seen, jobId: string, defaults: OperatorDefaults): string {
  const directory = savepointDirectory(presentOptions(seen, defaults));
  if (directory === undefined) return "";
  return ` If the savepoint is complete, it is the newest ${directory}/savepoint-${jobId.slice(0, 6)}-* with a file _metadata.`;
}
