import type { LastChange } from "../../api/resources/lastChange.ts";
import type { FlinkDeployment } from "../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../../api/resources/flinkSessionJob.ts";
import type { Change } from "./changeRequest.ts";
import type { Json } from "./json.ts";
import { redeployment } from "./redeployment.ts";
import { rollback } from "./rollback.ts";
import { switchedJob } from "./switchedJob.ts";

export type Target = FlinkDeployment | FlinkSessionJob;

/** What a change means for a spec: a merge patch of it, which is empty where there is nothing to change. */
export type SpecChange =
  | { readonly kind: "patch"; readonly spec: Json }
  | { readonly kind: "refused"; readonly because: string };

export function specChange(change: Change, target: Target, last: LastChange | undefined): SpecChange {
  switch (change.kind) {
    case "redeploy":
      return redeployment(change, target);
    case "restart":
      return restart(target);
    case "suspend":
      return switchedJob(target, "suspended");
    case "resume":
      return switchedJob(target, "running");
    case "rollback":
      return rollback(target, last);
    case "savepoint":
      return runningJob(target) ?? { kind: "patch", spec: {} };
  }
}

/** Another number than before: the next one. */
function restart(target: Target): SpecChange {
  const { job, restartNonce = 0 } = target.spec;
  if (job?.state === "suspended")
    return { kind: "refused", because: "spec.job.state is suspended: a suspended job is started by resume" };
  return { kind: "patch", spec: { restartNonce: restartNonce + 1 } };
}

function runningJob({ spec: { job } }: Target): SpecChange | undefined {
  if (job === undefined) return { kind: "refused", because: "it is a session cluster: savepoints are of jobs" };
  if (job.state !== "suspended") return undefined;
  return { kind: "refused", because: "spec.job.state is suspended: there is no running job to take a savepoint of" };
}
