import { seconds } from "../../time.ts";
import { warning } from "../happenings/told.ts";
import { asRunning } from "../observation/asRunning.ts";
import { isDone } from "../observation/running.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { generationOf, jobsOfOurs } from "./jobsOfOurs.ts";
import { strayJob } from "./strayJob.ts";

/**
 * A job of this very resource runs, and its status does not tell of it: wiped, or restored from a backup that is older. It is taken up as it is
 * and never submitted a second time. Of another generation it is brought to the present spec, with its state, by an ordinary upgrade.
 * Beside the job that status does tell of any other one is cancelled.
 */
export function adoptedJob(seen: Seen): Plan | undefined {
  const { resource } = seen;
  if (!isAtRest(seen)) return undefined;
  const found = jobsOfOurs(seen);
  const known = found.find(({ id }) => id === resource.status.jobStatus?.jobId);
  if (known !== undefined) return strayJob(seen, known.id);
  const [job] = found;
  if (job === undefined) return undefined;
  if (found.length > 1) {
    const because = `${found.length} jobs of this resource run, and status does not tell which is the right one: cancel all but one`;
    return { act: "wait", because, step: "adoption", wake: seconds(5) };
  }
  // What is older than what status tells of was submitted by a run that was held up for long.
  if (generationOf(job.id) < (resource.status.observedGeneration ?? 0)) return strayJob(seen);
  const isWanted = generationOf(job.id) === resource.metadata.generation && resource.spec.job?.state !== "suspended";
  return {
    act: "turn",
    because: "the job runs, and status does not tell of it: taking it up",
    turn: {
      kind: "accepted",
      spec: asRunning(resource.spec),
      into: isWanted ? "DEPLOYED" : "UPGRADING",
      jobId: job.id,
    },
    tell: [warning("Operator", "Adopted", "The status was lost: the job that runs is taken up as it is")],
    wake: seconds(0),
  };
}

/** In the middle of a step what status knows is newer than what any other run may have submitted. */
const isAtRest = (seen: Seen): boolean =>
  seen.deployed.kind === "nothing" || (isDone(seen) && seen.resource.status.fleet?.intent === undefined);
