import type { FlinkDeployment } from "../../api/resources/flinkDeployment.ts";
import type { ChargedResource } from "./chargedResource.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The status of a resource at rest as the Apache operator has it: without our journal and our conditions, and with the records of snapshots
 * that it always writes. All else was written as it writes it from the beginning.
 */
export function handedBack(resource: ChargedResource): Fields {
  const { fleet: _journal, conditions, ...status } = resource.status;
  const { jobStatus } = status;
  return {
    ...status,
    ...(jobStatus === undefined ? {} : { jobStatus: { ...noSnapshots, ...jobStatus } }),
    ...(resource.kind === "FlinkDeployment" ? { conditions: runningOf(resource, conditions) } : {}),
  };
}

const noSnapshots = {
  savepointInfo: { lastPeriodicSavepointTimestamp: 0, savepointHistory: [] },
  checkpointInfo: { lastPeriodicCheckpointTimestamp: 0 },
};

type Conditions = FlinkDeployment["status"]["conditions"];

/** The one condition that it knows, in its words. Session jobs have none. */
function runningOf({ spec, status }: FlinkDeployment, conditions: Conditions): readonly Fields[] {
  return conditions
    .filter(({ type }) => type === "Running")
    .map(({ observedGeneration: _of, ...condition }) => ({
      ...condition,
      message:
        spec.job === undefined
          ? (sessionMessages[condition.reason] ?? condition.message)
          : `Job status ${status.jobStatus?.state ?? "RECONCILING"}`,
    }));
}

const sessionMessages: Readonly<Record<string, string>> = {
  JobManagerReady: "JobManager is running and ready to receive REST API calls",
};
