import type { JobId } from "../../flink.ts";
import { slotsOf } from "../../configuration/parallelism.ts";
import { parsedInstant } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { deployedJob } from "../observation/deployedJob.ts";
import { effectiveState } from "../observation/jobState.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import type { Seen } from "../seen.ts";
import type { JobSize } from "./extent.ts";
import type { JobLook, ScalingLook } from "./scalingStep.ts";

/** What of a look a scaling goes by. `size` is what the job is to have. */
export function scalingLook(seen: Seen, size: JobSize, { defaults, now }: Circumstances): ScalingLook {
  const { jobManager, taskManager, resource } = seen;
  const begun = resource.status.fleet?.inPlace;
  const slots = slotsOf(presentOptions(seen, defaults));
  return {
    jobManager,
    taskManager,
    job: jobLook(seen),
    missingTaskManagers: missingTaskManagers(seen, Math.ceil(largest(size) / slots)),
    since: begun === undefined ? now : parsedInstant(begun.since),
    now,
  };
}

function jobLook(seen: Seen): JobLook | undefined {
  const { flink, resource } = seen;
  if (flink.kind !== "answered") {
    const id = (resource.status.jobStatus?.jobId ?? "") as JobId;
    return { id, state: undefined, requirements: undefined, vertices: undefined };
  }
  const job = deployedJob(seen);
  if (job === undefined) return undefined;
  return { id: job.id, state: effectiveState(job), requirements: flink.requirements, vertices: flink.vertices };
}

const largest = ({ parallelism = 0, overrides }: JobSize): number =>
  Math.max(parallelism, ...Object.values(overrides).map((text) => Number(text) || 0));

/** Native ones are pods that Flink asks for; where a quota lets it have none, they are missing by their number. */
function missingTaskManagers({ taskManager, pods = [], flink }: Seen, needed: number): number {
  if (taskManager !== undefined) return Math.max(0, taskManager.wantedReplicas - taskManager.availableReplicas);
  const coming = pods.filter(({ component, ready, deleting }) => component === "taskmanager" && !ready && !deleting);
  const registered = flink.kind === "answered" ? flink.info?.taskManagers : undefined;
  return Math.max(coming.length, needed - (registered ?? needed));
}
