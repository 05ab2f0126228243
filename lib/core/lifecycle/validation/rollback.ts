import { haIsActive, isTrue } from "../../configuration/options.ts";
import { keyField, problem, type DeploymentRule } from "./problem.ts";

const key = "kubernetes.operator.deployment.rollback.enabled";

/** A rollback goes on from the HA metadata that the failed deployment leaves. */
export const rollback: DeploymentRule = ({ configuration }) => {
  if (!isTrue(configuration, key, false) || haIsActive(configuration)) return undefined;
  return problem(
    keyField(key),
    `HA must be enabled for rollback support. Set high-availability.type to kubernetes and high-availability.storageDir, or ${key} to false.`,
  );
};
