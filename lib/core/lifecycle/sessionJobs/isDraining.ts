import type { FlinkDeployment } from "../../../api/resources/flinkDeployment.ts";
import type { Step } from "../deadlines.ts";

/** What a session cluster waits for before it is changed. Its jobs read it there, and are stopped with their state. */
export const drainingStep = "sessionJobs" satisfies Step;

export const isDraining = ({ status }: Pick<FlinkDeployment, "status">): boolean =>
  status.fleet?.step?.name === drainingStep;
