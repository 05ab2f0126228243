import { operatorKey } from "../../configuration/operatorOption.ts";
import { savepointDirectory as directoryOf, textOf } from "../../configuration/options.ts";
import { keyField, problem } from "./problem.ts";
import type { JobRule, WantedJob } from "./wantedJob.ts";

const key = "execution.checkpointing.savepoint-dir";
const periodic = operatorKey("periodic.savepoint.interval");
const maxAge = operatorKey("job.upgrade.last-state.max.allowed.checkpoint.age");
const right =
  "Set it (state.savepoints.dir before Flink 1.20) to a folder that all pods reach, such as s3://bucket/savepoints";

/** Whatever takes savepoints needs to know where to. */
export const savepointDirectory: JobRule = (wanted) => {
  if (directoryOf(wanted.configuration) !== undefined) return undefined;
  const message = need(wanted);
  return message === undefined ? undefined : problem(keyField(key), message);
};

function need({ job, configuration }: WantedJob): string | undefined {
  if (job.upgradeMode === "savepoint") {
    return `Job could not be upgraded with savepoint while config key[${key}] is not set. ${right}, or spec.job.upgradeMode to another mode.`;
  }
  if (job.savepointTriggerNonce !== undefined) {
    return `Savepoint could not be manually triggered for the running job while config key[${key}] is not set. ${right}, or remove spec.job.savepointTriggerNonce (${job.savepointTriggerNonce}).`;
  }
  if (configuration[periodic] !== undefined) {
    return `Periodic savepoints cannot be enabled when config key[${key}] is not set. ${right}, or remove ${periodic} ('${configuration[periodic]}').`;
  }
  const age = textOf(configuration, maxAge);
  if (age === undefined) return undefined;
  return `In order to use max-checkpoint age functionality config key[${key}] must be set to allow triggering savepoint upgrades. ${right}, or remove ${maxAge} ('${age}').`;
}
