import type { JobManagerSpec, TaskManagerSpec } from "../../../api/resources/flinkDeployment.ts";
import type { Answer } from "../../configuration/answer.ts";
import { jobManagerMemory } from "../../configuration/jobManagerMemory.ts";
import { taskManagerMemory } from "../../configuration/taskManagerMemory.ts";
import { problem, type DeploymentRule, type Problem } from "./problem.ts";

/** A JobManager's memory is in the spec, or Flink can work it out from its own options. */
export const jobManagerMemoryGiven: DeploymentRule = ({ spec, configuration }) =>
  given(spec.jobManager) ? undefined : refused("JobManager", "jobManager", jobManagerMemory(configuration));

/** As above, for TaskManagers. */
export const taskManagerMemoryGiven: DeploymentRule = ({ spec, configuration }) =>
  given(spec.taskManager) || spec.flinkVersion === undefined
    ? undefined
    : refused("TaskManager", "taskManager", taskManagerMemory(configuration, spec.flinkVersion));

function given(role: Pick<JobManagerSpec | TaskManagerSpec, "resource" | "resources"> | undefined): boolean {
  const places = [role?.resource?.memory, role?.resources?.requests?.["memory"], role?.resources?.limits?.["memory"]];
  return places.some((memory) => memory !== undefined && String(memory).trim() !== "");
}

function refused(title: string, role: string, memory: Answer<number>): Problem | undefined {
  if (memory.kind === "value") return undefined;
  const field = `spec.${role}.resource.memory`;
  return problem(
    field,
    `${title} resource memory must be defined using \`${field}\`, \`spec.${role}.resources\` or Flink's own options, for example as 2048m. Flink cannot work it out: ${memory.because}.`,
  );
}
