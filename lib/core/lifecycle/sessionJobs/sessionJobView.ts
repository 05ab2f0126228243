import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { FlinkSessionJob } from "../../../api/resources/flinkSessionJob.ts";
import { parsedInstant, type Instant } from "../../time.ts";
import { isTerminal } from "../observation/jobState.ts";

/** A FlinkSessionJob, as its cluster sees it. */
export interface SessionJobView {
  readonly name: string;
  readonly upgradeMode: UpgradeMode;
  readonly jobId: string | undefined;
  /** What it has left at its end is in its own status. */
  readonly isBehindUs: boolean;
  /** When it was announced that it is submitted; until that is recorded. */
  readonly submittedAt: Instant | undefined;
}

export function sessionJobView({ metadata, spec, status }: FlinkSessionJob): SessionJobView {
  return {
    name: metadata.name,
    upgradeMode: spec.job?.upgradeMode ?? "stateless",
    jobId: status.jobStatus?.jobId,
    isBehindUs: isBehindUs(status),
    submittedAt: submittedAt(status),
  };
}

function isBehindUs({ fleet, jobStatus }: FlinkSessionJob["status"]): boolean {
  if (fleet?.intent?.kind === "stop") return false;
  return jobStatus?.state === undefined || isTerminal(jobStatus.state);
}

function submittedAt({ fleet }: FlinkSessionJob["status"]): Instant | undefined {
  const intent = fleet?.intent;
  return intent?.kind === "deploy" && intent.refused !== true ? parsedInstant(intent.at) : undefined;
}

/** One that cannot be read runs nothing of ours, and holds back the deletion of the cluster that it names. */
export const unreadableView = (name: string): SessionJobView => ({
  name,
  upgradeMode: "stateless",
  jobId: undefined,
  isBehindUs: true,
  submittedAt: undefined,
});
