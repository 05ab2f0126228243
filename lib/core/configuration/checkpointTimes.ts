import type { JobSpec } from "../../api/resources/common.ts";
import { minutes, type Millis } from "../time.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { flinkDuration } from "./flinkDuration.ts";
import { textOf } from "./options.ts";

/** When a job takes checkpoints, by its configuration (Flink's CheckpointConfig); the program may say otherwise. */
export interface CheckpointTimes {
  /** `undefined`: there are no periodic checkpoints. */
  readonly interval: Millis | undefined;
  readonly timeout: Millis;
  /** How many may fail in a row. */
  readonly tolerableFailures: number;
}

/** Where last-state is asked for and no interval is set. */
export const lastStateInterval = "5 min";

/** `configuration` is what the user asks for. */
export function checkpointTimes(configuration: FlinkConfiguration, job: JobSpec | undefined): CheckpointTimes {
  const set = textOf(configuration, "execution.checkpointing.interval");
  const interval = flinkDuration(set ?? (job?.upgradeMode === "last-state" ? lastStateInterval : "0")) ?? 0;
  return {
    interval: interval > 0 ? (interval as Millis) : undefined,
    timeout: flinkDuration(textOf(configuration, "execution.checkpointing.timeout") ?? "") ?? minutes(10),
    tolerableFailures: count(textOf(configuration, "execution.checkpointing.tolerable-failed-checkpoints")),
  };
}

const count = (text: string | undefined): number => (/^\d{1,10}$/.test(text ?? "") ? Number(text) : 0);
