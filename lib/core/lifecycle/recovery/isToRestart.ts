import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import type { JobState } from "../../flink.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { isDone, isSuspended } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

/** Whether a job in that state is started again by itself: the resource says that it runs, and nobody else will see to it. */
export function isToRestart(
  seen: Pick<Seen, "resource" | "deployed">,
  state: JobState | undefined,
  defaults: OperatorDefaults,
): boolean {
  if (seen.resource.spec.job?.state !== "running" || !isDone(seen) || isSuspended(seen)) return false;
  return (
    state === "CANCELED" || (state === "FAILED" && operatorOption(presentOptions(seen, defaults), "job.restart.failed"))
  );
}
