import type { StopIntent } from "../../../api/resources/journal.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import type { Seen } from "../seen.ts";

const how = { savepoint: "stopped with a savepoint", cancel: "cancelled", forget: "cancelled" };

/** The job was seen to have ended, and why it cannot be told what it has left. */
export const unknownStop = ({ way, jobId }: StopIntent, unknown: string): string =>
  `the job has ended while it was being ${how[way]}, and ${unknown} (job ${jobId}).`;

/** Why it cannot be told from which state to go on, and where somebody who can look there would find it. */
export function lostStop(seen: Seen, { way, jobId }: StopIntent, defaults: OperatorDefaults): string {
  const where = way === "savepoint" ? whereItMayLie(seen, jobId, defaults) : "";
  return `the job was being ${how[way]} when its JobManager was lost, and there is no HA metadata: whether newer state than the newest known one exists cannot be told (job ${jobId}).${where}`;
}

/** Flink names the folder of a savepoint after its job, and ends the name by chance (AbstractFsCheckpointStorageAccess). */
function whereItMayLie(seen: Seen, jobId: string, defaults: OperatorDefaults): string {
  const directory = savepointDirectory(presentOptions(seen, defaults));
  if (directory === undefined) return "";
  return ` If the savepoint is complete, it is the newest ${directory}/savepoint-${jobId.slice(0, 6)}-* with a file _metadata.`;
}
