import { modeOf } from "./mode.ts";
import type { JobSpec } from "../../api/resources/common.ts";
import { lastStateInterval } from "./checkpointTimes.ts";
import { defined } from "./defined.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { haIsActive, textOf } from "./options.ts";
import { overlaid, without } from "./overlaid.ts";
import { parallelismOf } from "./parallelism.ts";
import { listElements, listText } from "./textLists.ts";
import type { Version } from "./versions.ts";
import type { RestoreFrom, WantedCluster } from "./wantedCluster.ts";

/**
 * A path that does not exist. Flink looks at it only when the HA metadata holds no checkpoint, and then fails instead of starting
 * from nothing. The word is the Apache operator's, and it recognises it.
 */
export const lastStatePath = "KUBERNETES_OPERATOR_LAST_STATE";

const savepointPath = "execution.savepoint.path";

/** The configuration with all that follows from `spec.job`; as it is for a session cluster. */
export function jobOptions(wanted: WantedCluster, version: Version, below: FlinkConfiguration): FlinkConfiguration {
  const { resource, spec, restoreFrom } = wanted;
  const { job } = spec;
  if (job === undefined) return below;
  const unlessSet = defined({
    "execution.submit-failed-job-on-application-error": "true",
    "pipeline.name": resource.name,
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    "execution.checkpointing.interval": job.upgradeMode === "last-state" ? lastStateInterval : undefined,
    "$internal.pipeline.job-id": wanted.jobId,
  });
  const forced = defined({
    "execution.shutdown-on-application-finish": "false",
    "parallelism.default": parallelismOf(spec, below)?.toString(),
    "execution.savepoint.ignore-unclaimed-state": job.allowNonRestoredState?.toString(),
    ...resultStore(wanted, below),
    ...(modeOf(spec) === "native" ? nativeJob(job) : standaloneJob(job, below)),
  });
  const complete = overlaid(overlaid(unlessSet, below), forced);
  return restoring(applicationId(complete, version), restoreFrom);
}

function nativeJob(job: JobSpec): Readonly<Record<string, string | undefined>> {
  return {
    "pipeline.jars": job.jarURI && listText([job.jarURI]),
    "$internal.application.main": job.entryClass,
    "$internal.application.program-args": listText(job.args),
  };
}

/** Main class and arguments are on the command line there. The jar must be found by TaskManagers as well, hence the class path. */
function standaloneJob(job: JobSpec, below: FlinkConfiguration): FlinkConfiguration {
  if (job.jarURI === undefined) return {};
  const users = listElements(below["pipeline.classpaths"] ?? "");
  return { "pipeline.classpaths": listText([job.jarURI.replace(/^local:/, "file:"), ...users]) };
}

/** A directory of its own for each deployment, which Flink is not to empty: the result is what tells that the job has ended. */
function resultStore({ resource, deploymentId }: WantedCluster, below: FlinkConfiguration): FlinkConfiguration {
  const storage = textOf(below, "high-availability.storageDir")?.replace(/\/+$/, "");
  if (storage === undefined) return {};
  return {
    "job-result-store.delete-on-commit": below["job-result-store.delete-on-commit"] ?? "false",
    "job-result-store.storage-path": `${storage}/job-result-store/${resource.name}/${deploymentId}`,
  };
}

/** Else each deployment would be the same application to Flink, and could end at once by the result of the one before. */
function applicationId(configuration: FlinkConfiguration, version: Version): FlinkConfiguration {
  const jobId = configuration["$internal.pipeline.job-id"];
  if (!version.hasApplicationIds || jobId === undefined || !haIsActive(configuration)) return configuration;
  return overlaid({ "$internal.application.id": jobId }, configuration);
}

/** A path that the user configured is taken away: it would be taken for every later deployment as well. */
function restoring(configuration: FlinkConfiguration, from: RestoreFrom): FlinkConfiguration {
  const bare = without(configuration, [savepointPath]);
  switch (from.kind) {
    case "nothing":
      return bare;
    case "savepoint":
      return { ...bare, [savepointPath]: from.path };
    case "lastState":
      return { ...bare, [savepointPath]: lastStatePath };
  }
}
