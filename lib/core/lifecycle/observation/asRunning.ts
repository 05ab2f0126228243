import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";

/** A record says `suspended` as long as the job does not run again: not because anybody has asked for it. */
export const asRunning = (spec: FlinkDeploymentSpec): FlinkDeploymentSpec =>
  spec.job === undefined ? spec : { ...spec, job: { ...spec.job, state: "running" } };
