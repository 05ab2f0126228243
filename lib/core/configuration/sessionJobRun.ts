import type { JobSpec } from "../../api/resources/common.ts";
import type { JobId, JarRun } from "../flink.ts";
import { seconds } from "../time.ts";
import { lastStateInterval } from "./checkpointTimes.ts";
import { defined } from "./defined.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { overlaid } from "./overlaid.ts";
import { forFlink } from "./forFlink.ts";
import { spelledFor } from "./spelled.ts";
import { versions } from "./versions.ts";
import type { FlinkVersion } from "../../api/resources/common.ts";
import type { RestoreFrom } from "./wantedCluster.ts";

/** All that a submission is made of: the same in, the same out. */
export interface WantedRun {
  /** Of the FlinkSessionJob. */
  readonly name: string;
  readonly job: JobSpec;
  readonly flinkVersion: FlinkVersion;
  readonly jobId: JobId;
  readonly restoreFrom: RestoreFrom;
  /** `spec.flinkConfiguration` of the session job. */
  readonly own: FlinkConfiguration;
  /** With the cluster's, and the defaults below it. */
  readonly whole: FlinkConfiguration;
}

/** A main method that takes longer is not waited for: the next look finds its job. */
const callDeadline = seconds(60);

/** What POST /jars/:id/run is asked for. Of the configuration only that is sent which the cluster does not have by itself. */
export function sessionJobRun({ name, job, flinkVersion, jobId, restoreFrom, own, whole }: WantedRun): JarRun {
  const derived = defined({
    "pipeline.name": name,
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    "execution.checkpointing.interval": job.upgradeMode === "last-state" ? lastStateInterval : undefined,
  });
  const missing = Object.fromEntries(Object.entries(overlaid(derived, whole)).filter(([key]) => key in derived));
  return {
    flinkVersion,
    jobId,
    entryClass: job.entryClass,
    programArgs: job.args,
    parallelism: job.parallelism,
    savepointPath: restoreFrom.kind === "savepoint" ? restoreFrom.path : undefined,
    allowNonRestoredState: job.allowNonRestoredState,
    flinkConfiguration: spelledFor(versions[flinkVersion], forFlink(overlaid(missing, own))),
    deadline: callDeadline,
  };
}
