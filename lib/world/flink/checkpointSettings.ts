import { type Millis, millis, minutes } from "../../core/time.ts";
import { durationOf, type FlinkConfiguration, firstOf } from "./configuration.ts";

/** What the configuration says about the checkpoints of a job. */
export interface CheckpointSettings {
  /** Off for batch jobs: REST then answers 404. A streaming job without an interval can still take savepoints. */
  readonly enabled: boolean;
  /** `undefined`: no periodic checkpoints. */
  readonly interval: Millis | undefined;
  readonly timeout: Millis;
  /** `undefined`: checkpoints lie in the JobManager's memory. */
  readonly directory: string | undefined;
  readonly savepointDirectory: string | undefined;
  /** When a job's end leaves its checkpoints; its success never does (org.apache.flink.runtime.checkpoint.CheckpointProperties). */
  readonly keptWhen: readonly ("CANCELED" | "FAILED" | "SUSPENDED")[];
  readonly retained: number;
  /** How many checkpoints in a row may fail before the job does. */
  readonly tolerated: number;
  /** Entries that REST shows. */
  readonly history: number;
}

export function checkpointSettings(configuration: FlinkConfiguration): CheckpointSettings {
  const text = (...keys: readonly string[]): string | undefined => firstOf(configuration, ...keys);
  const directory = text("execution.checkpointing.dir", "state.checkpoints.dir");
  const savepointDirectory = text("execution.checkpointing.savepoint-dir", "state.savepoints.dir");
  const storage = text("execution.checkpointing.storage", "state.checkpoint-storage");
  const interval = durationOf(configuration.get("execution.checkpointing.interval"), 0);
  const retention = configuration.get("execution.checkpointing.externalized-checkpoint-retention");
  return {
    enabled: text("execution.runtime-mode")?.toUpperCase() !== "BATCH",
    interval: interval > 0 ? millis(interval) : undefined,
    timeout: millis(durationOf(configuration.get("execution.checkpointing.timeout"), minutes(10))),
    directory: storage === "jobmanager" ? undefined : withoutSlash(directory),
    savepointDirectory: withoutSlash(savepointDirectory),
    keptWhen: kept[retention?.toUpperCase() ?? ""] ?? [],
    retained: Number(text("execution.checkpointing.num-retained", "state.checkpoints.num-retained") ?? 1),
    tolerated: Number(configuration.get("execution.checkpointing.tolerable-failed-checkpoints") ?? 0),
    history: Number(configuration.get("web.checkpoints.history") ?? 10),
  };
}

const kept: Readonly<Record<string, CheckpointSettings["keptWhen"]>> = {
  RETAIN_ON_CANCELLATION: ["CANCELED", "FAILED", "SUSPENDED"],
  DELETE_ON_CANCELLATION: ["FAILED"],
};

const withoutSlash = (path: string | undefined): string | undefined => path?.replace(/\/+$/, "");
