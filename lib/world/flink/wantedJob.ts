import type { JobId } from "../../core/flink.ts";
import { type CheckpointSettings, checkpointSettings } from "./checkpointSettings.ts";
import { type FlinkConfiguration, firstOf } from "./configuration.ts";
import { verticesOf } from "./jobScale.ts";
import type { Scheduler, Vertex } from "./scale.ts";

/** What a job is to be, as configuration, command line or a request says it. */
export interface WantedJob {
  /** `undefined`: Flink makes one up. */
  readonly id: JobId | undefined;
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly vertices: readonly Vertex[];
  readonly restarts: boolean;
  /** The savepoint or checkpoint that it is told to start from. */
  readonly restorePath: string | undefined;
  readonly claims: boolean;
  readonly ignoresUnclaimed: boolean;
  readonly checkpoints: CheckpointSettings;
  readonly resultStore: string;
  /** The result stays when it has been dealt with (`job-result-store.delete-on-commit: false`). */
  readonly keepsResult: boolean;
  /** Its end is the end of the cluster. */
  readonly shutsDown: boolean;
}

export interface WantedJobParts {
  readonly configuration: FlinkConfiguration;
  readonly clusterId: string;
  readonly scheduler: Scheduler;
  readonly mainClass: string | undefined;
}

/** What the configuration says about a job; its id and its cluster's end are for others to say. */
export function wantedJob({ configuration, clusterId, scheduler, mainClass }: WantedJobParts): WantedJob {
  return {
    id: configuration.get("$internal.pipeline.job-id") as JobId | undefined,
    name: configuration.get("pipeline.name") ?? mainClass ?? "Flink Streaming Job",
    scheduler,
    vertices: verticesOf(configuration, scheduler),
    restarts: hasRestartStrategy(configuration),
    restorePath: firstOf(configuration, "execution.state-recovery.path", "execution.savepoint.path"),
    claims: claims(configuration),
    ignoresUnclaimed: ignoresUnclaimed(configuration),
    checkpoints: checkpointSettings(configuration),
    resultStore: resultStoreIn(configuration, clusterId),
    keepsResult: configuration.get("job-result-store.delete-on-commit") === "false",
    shutsDown: false,
  };
}

const resultStoreIn = (configuration: FlinkConfiguration, clusterId: string): string =>
  configuration.get("job-result-store.storage-path") ??
  `${configuration.get("high-availability.storageDir") ?? ""}/job-result-store/${clusterId}`;

const claims = (configuration: FlinkConfiguration): boolean =>
  firstOf(configuration, "execution.state-recovery.claim-mode", "execution.savepoint-restore-mode")?.toUpperCase() ===
  "CLAIM";

const ignoresUnclaimed = (configuration: FlinkConfiguration): boolean =>
  firstOf(
    configuration,
    "execution.state-recovery.ignore-unclaimed-state",
    "execution.savepoint.ignore-unclaimed-state",
  ) === "true";

/** Without checkpoints Flink's default is not to restart. */
function hasRestartStrategy(configuration: FlinkConfiguration): boolean {
  const strategy = firstOf(configuration, "restart-strategy.type", "restart-strategy");
  if (strategy !== undefined) return !["none", "off", "disable"].includes(strategy);
  return configuration.has("execution.checkpointing.interval");
}
