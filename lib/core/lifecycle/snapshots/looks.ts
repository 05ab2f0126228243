import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { Asking } from "../../snapshots/asked/snapshotsDue.ts";
import type { SnapshotType } from "../../snapshots/labels.ts";
import { infoOf, pendingIn } from "../../snapshots/legacy/info.ts";
import type { LegacyLook } from "../../snapshots/legacy/legacyStep.ts";
import type { JobSeen } from "../../snapshots/seen.ts";
import type { JobsView } from "../../snapshots/standing.ts";
import { targetJob } from "../../snapshots/targetJob.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { isDone } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

const types = ["SAVEPOINT", "CHECKPOINT"] as const;

/** Whether a request for one is under way that is recorded in status. */
export const isUnderWay = ({ resource }: Pick<Seen, "resource">, type: SnapshotType): boolean =>
  pendingIn(infoOf(resource.status.jobStatus, type)) !== undefined;

/** The types of snapshots that are recorded in status, or are under way there since before they were made resources. */
export function statusLooks(seen: Seen, defaults: OperatorDefaults): readonly LegacyLook[] {
  const { inStatus } = seen;
  const asking = askingOf(seen, defaults);
  if (inStatus === undefined || asking === undefined || !isDone(seen)) return [];
  const job = jobOf(seen, defaults);
  return types
    .filter((type) => inStatus.records || isUnderWay(seen, type))
    .map((type) => ({ asking, type, job, progress: type === "SAVEPOINT" ? inStatus.savepoint : inStatus.checkpoint }));
}

/** What nonces and schedules are judged by; `undefined` where nothing was deployed. */
export function askingOf(seen: Seen, defaults: OperatorDefaults): Asking | undefined {
  const { resource, deployed, snapshots = [], at } = seen;
  if (deployed.kind !== "recorded") return undefined;
  return { resource, last: deployed.last, configuration: presentOptions(seen, defaults), snapshots, now: at };
}

/** The job of the resource, as snapshots see it. */
export const jobOf = (seen: Seen, defaults: OperatorDefaults): JobSeen =>
  targetJob({ cluster: seen.resource, deployed: seen.deployed, sessionJob: undefined }, jobsOf(seen), defaults);

const jobsOf = ({ flink }: Seen): JobsView => (flink.kind === "notAsked" ? { kind: "notUp" } : flink);
