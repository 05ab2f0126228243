import type { JobId } from "../../core/flink.ts";
import { type CheckpointSettings, checkpointSettings } from "./checkpointSettings.ts";
import { type FlinkConfiguration, firstOf, isHighlyAvailable } from "./configuration.ts";
import type { JobManagerParts } from "./jobManager.ts";
import { schedulerOf, verticesOf } from "./jobScale.ts";
import type { Scheduler, Vertex } from "./scale.ts";

/** What configuration and command line say about the one job of an application cluster. */
export interface ApplicationJob {
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
  readonly shutsDown: boolean;
}

export function applicationJob({ configuration, container, clusterId, role }: JobManagerParts): ApplicationJob {
  const argument = (flag: string): string | undefined => {
    const at = container.args.indexOf(flag);
    return at < 0 ? undefined : container.args[at + 1];
  };
  const scheduler = schedulerOf(configuration, role);
  const mainClass = argument("--job-classname") ?? configuration.get("$internal.application.main");
  return {
    id: (argument("--job-id") ?? configuration.get("$internal.pipeline.job-id") ?? idByHa(configuration, clusterId)) as
      | JobId
      | undefined,
    name: configuration.get("pipeline.name") ?? mainClass ?? "Flink Streaming Job",
    scheduler,
    vertices: verticesOf(configuration, scheduler),
    restarts: hasRestartStrategy(configuration),
    restorePath: argument("--fromSavepoint") ?? argument("-s") ?? savepointIn(configuration),
    // The entry point of standalone applications overwrites the claim mode with its default.
    claims: role.mode === "native" && claims(configuration),
    ignoresUnclaimed: ignoresUnclaimed(configuration) || container.args.includes("--allowNonRestoredState"),
    checkpoints: checkpointSettings(configuration),
    resultStore: resultStoreIn(configuration, clusterId),
    keepsResult: configuration.get("job-result-store.delete-on-commit") === "false",
    shutsDown: configuration.get("execution.shutdown-on-application-finish") !== "false",
  };
}

const resultStoreIn = (configuration: FlinkConfiguration, clusterId: string): string =>
  configuration.get("job-result-store.storage-path") ??
  `${configuration.get("high-availability.storageDir") ?? ""}/job-result-store/${clusterId}`;

const savepointIn = (configuration: FlinkConfiguration): string | undefined =>
  firstOf(configuration, "execution.state-recovery.path", "execution.savepoint.path");

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

/** With HA the id follows from the cluster id (ApplicationDispatcherBootstrap): its Java hash code, and zeros. */
function idByHa(configuration: FlinkConfiguration, clusterId: string): JobId | undefined {
  if (!isHighlyAvailable(configuration)) return undefined;
  const haId = configuration.get("high-availability.cluster-id") ?? clusterId;
  let hashCode = 0;
  for (let i = 0; i < haId.length; i += 1) hashCode = (Math.imul(31, hashCode) + haId.charCodeAt(i)) | 0;
  return `${BigInt.asUintN(64, BigInt(hashCode)).toString(16).padStart(16, "0")}${"0".repeat(16)}` as JobId;
}
