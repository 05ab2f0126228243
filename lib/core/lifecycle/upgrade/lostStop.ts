import type { StopIntent } from "../../../api/resources/journal.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import type { Seen } from "../seen.ts";

const how = { savepoint: "stopped with a savepoint", cancel: "cancelled", forget: "cancelled" };

/** Why it cannot be told what a job has left that was seen to have ended, and where somebody who can look there would find it. */
export const unknownStop = (seen: Seen, intent: StopIntent, unknown: string, defaults: OperatorDefaults): string =>
  `the job has ended while it was being ${how[intent.way]}, and ${unknown} (job ${intent.jobId}).${whereItMayLie(seen, intent, defaults)}`;

/** The same of a job whose end nobody saw. */
export const lostStop = (seen: Seen, intent: StopIntent, defaults: OperatorDefaults): string =>
  `the job was being ${how[intent.way]} when its JobManager was lost, and there is no HA metadata: whether newer state than the newest known one exists cannot be told (job ${intent.jobId}).${whereItMayLie(seen, intent, defaults)}`;

/** Flink names the folder of a savepoint after its job, and ends the name by chance (AbstractFsCheckpointStorageAccess). */
function whereItMayLie(seen: Seen, { way, jobId }: StopIntent, defaults: OperatorDefaults): string {
  const directory = way === "savepoint" ? savepointDirectory(presentOptions(seen, defaults)) : undefined;
  if (directory === undefined) return "";
  return ` If the savepoint is complete, it is the newest ${directory}/savepoint-${jobId.slice(0, 6)}-* with a file _metadata.`;
}
