import type { JobId } from "../../core/flink.ts";
import { type FlinkConfiguration, isHighlyAvailable } from "./configuration.ts";
import type { JobManagerParts } from "./jobManager.ts";
import { schedulerOf } from "./jobScale.ts";
import { type WantedJob, wantedJob } from "./wantedJob.ts";

/** What configuration and command line say about the one job of an application cluster. */
export function applicationJob({ configuration, container, clusterId, role }: JobManagerParts): WantedJob {
  const argument = (flag: string): string | undefined => {
    const at = container.args.indexOf(flag);
    return at < 0 ? undefined : container.args[at + 1];
  };
  const mainClass = argument("--job-classname") ?? configuration.get("$internal.application.main");
  const scheduler = schedulerOf(configuration, role);
  const job = wantedJob({ configuration, clusterId, scheduler, mainClass });
  return {
    ...job,
    id: (argument("--job-id") as JobId | undefined) ?? job.id ?? idByHa(configuration, clusterId),
    restorePath: argument("--fromSavepoint") ?? argument("-s") ?? job.restorePath,
    // The entry point of standalone applications overwrites the claim mode with its default.
    claims: role.mode === "native" && job.claims,
    ignoresUnclaimed: job.ignoresUnclaimed || container.args.includes("--allowNonRestoredState"),
    shutsDown: configuration.get("execution.shutdown-on-application-finish") !== "false",
  };
}

/** With HA the id follows from the cluster id (ApplicationDispatcherBootstrap): its Java hash code, and zeros. */
function idByHa(configuration: FlinkConfiguration, clusterId: string): JobId | undefined {
  if (!isHighlyAvailable(configuration)) return undefined;
  const haId = configuration.get("high-availability.cluster-id") ?? clusterId;
  let hashCode = 0;
  for (let i = 0; i < haId.length; i += 1) hashCode = (Math.imul(31, hashCode) + haId.charCodeAt(i)) | 0;
  return `${BigInt.asUintN(64, BigInt(hashCode)).toString(16).padStart(16, "0")}${"0".repeat(16)}` as JobId;
}
