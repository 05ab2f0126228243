import { quantity } from "../../configuration/quantity.ts";
import { resourceMemory } from "../../configuration/resourceMemory.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { problem, type DeploymentRule, type Problem } from "./problem.ts";

/** Memory and storage of the deprecated `resource` are sizes. */
export const jobManagerResource: DeploymentRule = ({ spec }) => unparseable("JobManager", "jobManager", spec);

export const taskManagerResource: DeploymentRule = ({ spec }) => unparseable("TaskManager", "taskManager", spec);

function unparseable(
  title: string,
  role: "jobManager" | "taskManager",
  spec: FlinkDeploymentSpec,
): Problem | undefined {
  const { memory, ephemeralStorage: storage } = spec[role]?.resource ?? {};
  const size = memory === undefined || memory.trim() === "" ? undefined : resourceMemory(memory);
  const problems = [
    ...(size?.kind === "problem" ? [`${title} resource memory parse error: ${size.because}`] : []),
    ...(storage === undefined || quantity(storage) !== undefined
      ? []
      : [`${title} resource ephemeral storage parse error: '${storage}' is not a quantity: write it as 10Gi or 500Mi`]),
  ];
  return problems.length === 0 ? undefined : problem(`spec.${role}.resource`, problems.join("; "));
}
