import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { flinkDuration } from "../../configuration/flinkDuration.ts";
import { operatorKey, operatorOption } from "../../configuration/operatorOption.ts";
import { later } from "../../time.ts";
import type { SnapshotType } from "../labels.ts";
import { quartzSchedule, type Schedule } from "./quartzSchedule.ts";

export type Periodic =
  | { readonly kind: "off" }
  | { readonly kind: "scheduled"; readonly schedule: Schedule }
  /** The text means nothing; a sentence for the user. */
  | { readonly kind: "unreadable"; readonly because: string };

/** When snapshots of this type are taken by themselves: every so often, or by a Quartz cron expression in UTC. */
export function periodicSchedule(configuration: FlinkConfiguration, type: SnapshotType): Periodic {
  const option = type === "SAVEPOINT" ? "periodic.savepoint.interval" : "periodic.checkpoint.interval";
  const text = operatorOption(configuration, option);
  if (text === "") return { kind: "off" };
  const interval = flinkDuration(text);
  if (interval === 0) return { kind: "off" };
  if (interval !== undefined) return { kind: "scheduled", schedule: { next: (after) => later(after, interval) } };
  const schedule = quartzSchedule(text);
  if (schedule !== undefined) return { kind: "scheduled", schedule };
  const right = "a duration such as 1 h, or a Quartz cron expression such as 0 0 * * * ? (L-3 is not understood)";
  return { kind: "unreadable", because: `${operatorKey(option)} is '${text}': give ${right}.` };
}
