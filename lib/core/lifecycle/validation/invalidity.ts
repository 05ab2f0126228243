import { autoscaler } from "./autoscaler.ts";
import { isCanary } from "./canaryLabel.ts";
import { flinkVersion } from "./flinkVersion.ts";
import { forbiddenKeys } from "./forbiddenKeys.ts";
import { healthCheck } from "./healthCheck.ts";
import { ingressTemplate } from "./ingressTemplate.ts";
import { job } from "./job.ts";
import { logConfiguration } from "./logConfiguration.ts";
import { jobManagerMemoryGiven, taskManagerMemoryGiven } from "./memory.ts";
import { firstProblem, type DeploymentRule, type Problem, type WantedDeployment } from "./problem.ts";
import { jobManagerReplicas, taskManagerReplicas } from "./replicas.ts";
import { jobManagerResource, taskManagerResource } from "./resource.ts";
import { operatorOptions } from "./operatorOptions.ts";
import { resourceName } from "./resourceName.ts";
import { jobManagerResources, taskManagerResources } from "./resources.ts";
import { rollback } from "./rollback.ts";
import { serviceAccount } from "./serviceAccount.ts";
import { specSwitch } from "./specSwitch.ts";
import { versionAfterSuspend } from "./versionAfterSuspend.ts";

/** The first that fails wins; this is the order of the Apache operator's DefaultValidator.validateDeployment, and one of ours. */
const rules: readonly DeploymentRule[] = [
  ({ metadata }) => resourceName("metadata.name", metadata.name),
  flinkVersion,
  versionAfterSuspend,
  forbiddenKeys,
  rollback,
  healthCheck,
  ingressTemplate,
  logConfiguration,
  job,
  jobManagerMemoryGiven,
  jobManagerResource,
  jobManagerResources,
  jobManagerReplicas,
  taskManagerMemoryGiven,
  taskManagerResource,
  taskManagerResources,
  taskManagerReplicas,
  specSwitch,
  serviceAccount,
  ({ configuration }) => operatorOptions(configuration),
  ({ configuration }) => autoscaler(configuration),
];

/** Why nobody could deploy this FlinkDeployment as it is; undefined when there is nothing to say against it. */
export function invalidity(wanted: WantedDeployment): Problem | undefined {
  return isCanary(wanted.metadata.labels) ? undefined : firstProblem(rules, wanted);
}
