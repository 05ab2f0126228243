import { problem } from "./problem.ts";
import type { JobRule } from "./wantedJob.ts";

/** A job says how wide it is: by itself, or by its TaskManagers and their slots. */
export const parallelism: JobRule = ({ job, taskManagers }) => {
  if (taskManagers === undefined) {
    if (job.parallelism >= 1) return undefined;
    const field = "spec.job.parallelism";
    return problem(field, `Job parallelism must be larger than 0. Set ${field} (${job.parallelism}) to 1 or more.`);
  }
  if (taskManagers >= 1) return undefined;
  const field = "spec.taskManager.replicas";
  return problem(
    field,
    `TaskManager replicas must be larger than 0. Set ${field} (${taskManagers}) to 1 or more, or leave it out.`,
  );
};
