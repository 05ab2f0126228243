import { operatorKey, operatorOption } from "../../configuration/operatorOption.ts";
import { haIsActive } from "../../configuration/options.ts";
import { keyField, problem, type DeploymentRule } from "./problem.ts";

const option = "deployment.rollback.enabled";

/** A rollback goes on from the HA metadata that the failed deployment leaves. */
export const rollback: DeploymentRule = ({ configuration }) => {
  if (!operatorOption(configuration, option) || haIsActive(configuration)) return undefined;
  return problem(
    keyField(operatorKey(option)),
    `HA must be enabled for rollback support. Set high-availability.type to kubernetes and high-availability.storageDir, or ${operatorKey(option)} to false.`,
  );
};
