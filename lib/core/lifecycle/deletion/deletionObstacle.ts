import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import { isTerminal } from "../observation/jobState.ts";
import type { Obstacle } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

/** What has to be settled by somebody else before a session cluster may go. */
export function deletionObstacle(seen: Seen, defaults: OperatorDefaults): Obstacle | undefined {
  const options = presentOptions(seen, defaults);
  if (isApplication(seen) || !operatorOption(options, "session.deletion.block-on-session-jobs")) return undefined;
  if (seen.sessionJobs.length > 0) {
    return {
      reason: "CleanupFailed",
      message: `The session jobs [${seen.sessionJobs.map(({ name }) => name).join(", ")}] should be deleted first`,
    };
  }
  return operatorOption(options, "session.deletion.block-on-unmanaged-jobs") ? unmanagedJobs(seen) : undefined;
}

function unmanagedJobs({ flink }: Seen): Obstacle | undefined {
  const running = flink.kind === "answered" ? flink.jobs.filter((job) => !isTerminal(job.state)) : [];
  if (running.length === 0) return undefined;
  const ids = running.map((job) => job.id).join(", ");
  return {
    reason: "CleanupFailed",
    message: `The session cluster has non terminated jobs [${ids}] that should be cancelled first`,
  };
}
