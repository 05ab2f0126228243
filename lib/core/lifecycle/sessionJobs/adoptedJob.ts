import { seconds } from "../../time.ts";
import { warning } from "../happenings/told.ts";
import { asRunning } from "../observation/asRunning.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { isOfGeneration, jobsOfOurs } from "./jobsOfOurs.ts";

/**
 * A job of this very resource runs, and its status does not tell of it: restored from a backup, or wiped. It is taken up as it is and never
 * submitted a second time. Of another generation it is brought to the present spec, with its state, by an ordinary upgrade.
 */
export function adoptedJob(seen: Seen): Plan | undefined {
  const { deployed, resource } = seen;
  if (deployed.kind !== "nothing" || resource.session === undefined) return undefined;
  const found = jobsOfOurs(seen);
  const [job] = found;
  if (job === undefined) return undefined;
  if (found.length > 1) {
    const because = `${found.length} jobs of this resource run, and status does not tell which is the right one: cancel all but one`;
    return { act: "wait", because, step: "adoption", wake: seconds(5) };
  }
  const isWanted = isOfGeneration(job.id, resource.metadata.generation) && resource.spec.job?.state !== "suspended";
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
