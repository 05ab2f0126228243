import type { Circumstances } from "../circumstances.ts";
import { warning } from "../happenings/told.ts";
import type { FlinkResource } from "../flinkResource.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { isDone, isOver } from "../observation/running.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { inDoubt } from "../upgrade/doubt.ts";
import { turnStopped } from "../upgrade/stopped.ts";

/**
 * The cluster answers and does not know the job: its JobManager was lost without high availability, or the job has ended so long ago that Flink has
 * forgotten it. With high availability Flink does not answer before it has recovered its jobs (SessionDispatcherLeaderProcess).
 */
export function lostSessionJob(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { resource, flink } = seen;
  if (resource.session === undefined || !isDone(seen) || isOver(seen)) return undefined;
  if (flink.kind !== "answered" || deployedJob(seen) !== undefined) return undefined;
  if (resource.spec.job?.upgradeMode !== "stateless") return inDoubt(seen, lostText(resource));
  const event = warning("Job", "RecoverSessionJob", "Recovering lost session job");
  return turnStopped(seen, circumstances, {
    upgradeMode: "stateless",
    state: null,
    because: `${unknownText(resource)}: a stateless job starts empty`,
    tell: [event],
  });
}

const unknownText = ({ session, status }: FlinkResource): string =>
  `the session cluster ${session?.name} does not know job ${status.jobStatus?.jobId}`;

/** Why it cannot be told what it has left. */
export const lostText = (resource: FlinkResource): string =>
  `${unknownText(resource)}: without high availability jobs are lost with their JobManager, and newer state than is known may be left.`;
