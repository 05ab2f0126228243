import { modeOf } from "../../configuration/mode.ts";
import { seconds } from "../../time.ts";
import { warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { isDone, isOver, runningSpec } from "../running.ts";
import type { Seen } from "../seen.ts";

/** In standalone mode nobody but us makes TaskManagers. */
export function lostTaskManagers(seen: Seen): Plan | undefined {
  const { jobManager, taskManager } = seen;
  const spec = runningSpec(seen);
  if (modeOf(spec) !== "standalone" || !isDone(seen) || isOver(seen)) return undefined;
  if (jobManager === undefined || jobManager.deleting || taskManager !== undefined) return undefined;
  return {
    act: "again",
    because: "the TaskManagers' Deployment is missing: making it again",
    effect: { kind: "createTaskManagers", spec },
    tell: [warning("JobManagerDeployment", "RecoverTaskManagers", "Recovering lost TaskManager deployment")],
    wake: seconds(5),
  };
}
