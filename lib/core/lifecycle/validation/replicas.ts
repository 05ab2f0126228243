import { haIsActive } from "../../configuration/options.ts";
import { problem, type DeploymentRule } from "./problem.ts";

const jobManagers = "spec.jobManager.replicas";
const taskManagers = "spec.taskManager.replicas";

/** More than one JobManager needs high availability to agree on a leader. */
export const jobManagerReplicas: DeploymentRule = ({ spec, configuration }) => {
  const replicas = spec.jobManager?.replicas ?? 1;
  if (replicas < 1) {
    return problem(
      jobManagers,
      `JobManager replicas should not be configured less than one. Set ${jobManagers} (${replicas}) to 1, or to 2 or more with high availability.`,
    );
  }
  if (replicas === 1 || haIsActive(configuration)) return undefined;
  return problem(
    jobManagers,
    `High availability should be enabled when starting standby JobManagers. Set high-availability.type to kubernetes and high-availability.storageDir, or ${jobManagers} (${replicas}) to 1.`,
  );
};

/** Only a session cluster gets here with less: for an application, the rule on parallelism has spoken before. */
export const taskManagerReplicas: DeploymentRule = ({ spec }) => {
  const replicas = spec.taskManager?.replicas ?? 1;
  if (replicas >= 1) return undefined;
  return problem(
    taskManagers,
    `TaskManager replicas should not be configured less than one. Set ${taskManagers} (${replicas}) to 1 or more, or leave it out.`,
  );
};
