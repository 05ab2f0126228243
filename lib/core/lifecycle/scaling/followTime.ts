import type { JobSpec } from "../../../api/resources/common.ts";
import { checkpointTimes } from "../../configuration/checkpointTimes.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { flinkDuration } from "../../configuration/flinkDuration.ts";
import { textOf } from "../../configuration/options.ts";
import type { Version } from "../../configuration/versions.ts";
import { millis, minutes, type Millis } from "../../time.ts";

const adaptive = "jobmanager.adaptive-scheduler.";

/**
 * How long a running job may take to follow a change of its size before something is wrong: two minutes for pods to come, and all that
 * Flink itself waits on purpose (JobManagerOptions): after the last change, for slots to settle, and, in versions that do so, for a checkpoint.
 */
export function followTime(configuration: FlinkConfiguration, version: Version, job: JobSpec | undefined): Millis {
  const cooldown = durationOf(configuration, `${adaptive}executing.cooldown-after-rescaling`) ?? seconds30;
  if (!version.rescalesAtCheckpoints) return millis(minutes(2) + cooldown);
  const settling = durationOf(configuration, `${adaptive}executing.resource-stabilization-timeout`) ?? minutes(1);
  return millis(minutes(2) + cooldown + settling + checkpointWait(configuration, job));
}

const seconds30 = millis(30_000);

/** JobManagerOptions.SCHEDULER_RESCALE_TRIGGER_MAX_DELAY and its default. */
function checkpointWait(configuration: FlinkConfiguration, job: JobSpec | undefined): number {
  const most = durationOf(configuration, `${adaptive}rescale-trigger.max-delay`);
  if (most !== undefined) return most;
  const failures = Number(textOf(configuration, `${adaptive}rescale-trigger.max-checkpoint-failures`) ?? 2) || 0;
  return (checkpointTimes(configuration, job).interval ?? 0) * (failures + 1);
}

function durationOf(configuration: FlinkConfiguration, option: string): Millis | undefined {
  const text = textOf(configuration, option);
  return text === undefined ? undefined : flinkDuration(text);
}
