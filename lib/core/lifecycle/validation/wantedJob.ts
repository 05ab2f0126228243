import type { JobSpec } from "../../../api/resources/common.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import type { Problem } from "./problem.ts";

/** A job of an application or a session cluster. */
export interface WantedJob {
  readonly job: JobSpec;
  readonly configuration: FlinkConfiguration;
  /** `spec.taskManager.replicas`; never set for a session job. */
  readonly taskManagers: number | undefined;
}

export type JobRule = (wanted: WantedJob) => Problem | undefined;
