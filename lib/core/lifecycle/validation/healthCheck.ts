import { operatorKey, operatorOption } from "../../configuration/operatorOption.ts";
import { keyField, problem, type DeploymentRule } from "./problem.ts";

const check = operatorKey("cluster.health-check.enabled");
const recovery = operatorKey("jm-deployment-recovery.enabled");

/** An unhealthy job is restarted by the recovery of lost deployments. */
export const healthCheck: DeploymentRule = ({ configuration }) => {
  const isChecked = operatorOption(configuration, "cluster.health-check.enabled");
  if (!isChecked || operatorOption(configuration, "jm-deployment-recovery.enabled")) return undefined;
  return problem(
    keyField(recovery),
    `Deployment recovery (${recovery}) must be enabled for job health check (${check}) support. Set it to true, or the health check to false.`,
  );
};
