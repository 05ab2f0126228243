import { checkpointDirectory } from "./checkpointDirectory.ts";
import { parallelism } from "./parallelism.ts";
import { firstProblem, type DeploymentRule } from "./problem.ts";
import { savepointDirectory } from "./savepointDirectory.ts";
import type { JobRule } from "./wantedJob.ts";

export const jobRules: readonly JobRule[] = [checkpointDirectory, savepointDirectory, parallelism];

/** The rules of the job of an application cluster; a session cluster has none. */
export const job: DeploymentRule = ({ spec, configuration }) =>
  spec.job === undefined
    ? undefined
    : firstProblem(jobRules, { job: spec.job, configuration, taskManagers: spec.taskManager?.replicas });
