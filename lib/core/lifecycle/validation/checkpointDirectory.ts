import { checkpointDirectory as directoryOf } from "../../configuration/options.ts";
import { keyField, problem } from "./problem.ts";
import type { JobRule } from "./wantedJob.ts";

const key = "execution.checkpointing.dir";

/** Without it, checkpoints are kept in the JobManager's memory and go away with it. */
export const checkpointDirectory: JobRule = ({ job, configuration }) => {
  if (job.upgradeMode === "stateless" || directoryOf(configuration) !== undefined) return undefined;
  return problem(
    keyField(key),
    `Checkpoint directory[${key}] must be defined for last-state and savepoint upgrade modes. Set it (state.checkpoints.dir before Flink 1.20) to a folder that all pods reach, such as s3://bucket/checkpoints; spec.job.upgradeMode is ${job.upgradeMode}.`,
  );
};
