import type { Happening } from "../events/happening.ts";
import { observation } from "../observation/observation.ts";
import { isDone, isOver } from "../observation/running.ts";
import { isKnown, warning, type Told } from "./told.ts";

/** What is wrong with the cluster now and was not, or was not so, before. */
export function troubles(told: Told): readonly Happening[] {
  const { seen } = told;
  const { metadata, status: before } = seen.resource;
  if (told.outcome.kind === "refused" || metadata.deletionTimestamp !== undefined) return [];
  if (!isDone(seen)) return [];
  const found = observation(seen);
  if (found.jobManager === "MISSING") return isOver(seen) ? [] : missingJobManager(told);
  if (found.trouble !== undefined) {
    const { reason, message } = found.trouble;
    return isKnown(told, found.trouble) ? [] : [warning("JobManagerDeployment", reason, message)];
  }
  return found.jobIsMissing && before.error !== "Job Not Found" ? [warning("Job", "Missing", "Job Not Found")] : [];
}

function missingJobManager({ seen }: Told): readonly Happening[] {
  const before = seen.resource.status.jobManagerDeploymentStatus;
  if (before === "MISSING" || before === "ERROR") return [];
  return [warning("JobManagerDeployment", "Missing", "Missing JobManager deployment")];
}
