import { isTrue } from "../../configuration/options.ts";
import { keyField, problem, type DeploymentRule } from "./problem.ts";

const check = "kubernetes.operator.cluster.health-check.enabled";
const recovery = "kubernetes.operator.jm-deployment-recovery.enabled";

/** An unhealthy job is restarted by the recovery of lost deployments. */
export const healthCheck: DeploymentRule = ({ configuration }) => {
  if (!isTrue(configuration, check, false) || isTrue(configuration, recovery, true)) return undefined;
  return problem(
    keyField(recovery),
    `Deployment recovery (${recovery}) must be enabled for job health check (${check}) support. Set it to true, or the health check to false.`,
  );
};
