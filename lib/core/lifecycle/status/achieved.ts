import type { JobSpec, UpgradeMode } from "../../../api/resources/common.ts";
import { specRecord, recordedSpec } from "../spec/lastReconciledSpec.ts";

/** A record with another job.state, and another mode where one is given; nothing else is changed. */
export function achieved(record: string | undefined, state: JobSpec["state"], mode?: UpgradeMode): string | undefined {
  const last = recordedSpec(record);
  if (last.kind !== "recorded") return record;
  const upgradeMode = mode ?? last.spec.job?.upgradeMode ?? "stateless";
  return specRecord(last.spec, { firstDeployment: last.firstDeployment, job: { state, upgradeMode } });
}
