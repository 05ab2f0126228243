import { userConfiguration } from "../configuration/effective.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { isTerminal } from "./jobState.ts";
import type { Obstacle } from "./plan.ts";
import { isApplication } from "./running.ts";
import type { Seen } from "./seen.ts";

const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === "true";
const isNotFalse = (text: string | undefined): boolean => text?.toLowerCase() !== "false";

/** What has to be settled by somebody else before the cluster may go. */
export function deletionObstacle(seen: Seen, defaults: OperatorDefaults): Obstacle | undefined {
  const { namespace } = seen.resource.metadata;
  const option = userConfiguration({ namespace, spec: seen.resource.spec }, defaults);
  return isApplication(seen) ? undefined : sessionObstacle(seen, option);
}

function sessionObstacle(seen: Seen, option: Readonly<Record<string, string>>): Obstacle | undefined {
  if (!isNotFalse(option["kubernetes.operator.session.deletion.block-on-session-jobs"])) return undefined;
  if (seen.sessionJobs.length > 0) {
    return {
      reason: "CleanupFailed",
      message: `The session jobs [${seen.sessionJobs.join(", ")}] should be deleted first`,
    };
  }
  const block =
    option["kubernetes.operator.session.deletion.block-on-unmanaged-jobs"] ??
    option["kubernetes.operator.session.block-on-unmanaged-jobs"];
  if (!isNotFalse(block) || seen.flink.kind !== "answered") return undefined;
  const running = seen.flink.jobs.filter((job) => !isTerminal(job.state)).map((job) => job.id);
  if (running.length === 0) return undefined;
  return {
    reason: "CleanupFailed",
    message: `The session cluster has non terminated jobs [${running.join(", ")}] that should be cancelled first`,
  };
}
