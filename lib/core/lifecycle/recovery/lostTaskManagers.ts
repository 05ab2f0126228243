import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { modeOf } from "../../configuration/mode.ts";
import { seconds } from "../../time.ts";
import { warning } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { isDone, isOver, runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

/** In standalone mode nobody but us makes TaskManagers: as many as what runs has, or is being scaled to. */
export function lostTaskManagers(seen: Seen, spec: FlinkDeploymentSpec = runningSpec(seen)): Plan | undefined {
  const { jobManager, taskManager } = seen;
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
