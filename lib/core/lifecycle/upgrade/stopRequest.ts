import type { StopIntent } from "../../../api/resources/journal.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import { savepointDirectory } from "../../configuration/options.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { versions } from "../../configuration/versions.ts";
import type { JobId, TriggerId } from "../../flink.ts";
import type { CancelJob, StopWithSavepoint } from "../plan.ts";

/** What is sent to Flink for an announced stop. The options are those that the user has set by now, as the Apache operator reads them. */
export function stopRequest(
  intent: Pick<StopIntent, "way" | "jobId" | "triggerId">,
  running: FlinkDeploymentSpec,
  options: FlinkConfiguration,
): CancelJob | StopWithSavepoint {
  const job = intent.jobId as JobId;
  if (intent.way !== "savepoint") return { kind: "cancelJob", job };
  const knows = takesTriggerIds(running);
  return {
    kind: "stopWithSavepoint",
    job,
    request: {
      directory: savepointDirectory(options),
      triggerId: knows ? (intent.triggerId as TriggerId | undefined) : undefined,
      format: knows ? operatorOption(options, "savepoint.format.type") : undefined,
      drain: operatorOption(options, "job.drain-on-savepoint-deletion"),
    },
  };
}

export const takesTriggerIds = ({ flinkVersion }: FlinkDeploymentSpec): boolean =>
  flinkVersion === undefined || versions[flinkVersion].takesTriggerIds;
