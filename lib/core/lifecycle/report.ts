import type { FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { Circumstances } from "./circumstances.ts";
import { conditions } from "./conditions/conditions.ts";
import { created } from "./created.ts";
import type { Happening } from "./events/happening.ts";
import { happenings } from "./happenings/happenings.ts";
import { observation, type Observation } from "./observation.ts";
import { observed } from "./observed.ts";
import type { Outcome, Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { lifecycleState } from "./spec/lifecycleState.ts";
import { statusError } from "./spec/statusError.ts";

export interface Report {
  readonly status: FlinkDeploymentStatus;
  /** Published only once the status is written. */
  readonly happenings: readonly Happening[];
}

/** The status after a run. The same look gives the same status, so that a quiet one writes nothing. */
export function report(seen: Seen, plan: Plan, outcome: Outcome, circumstances: Circumstances): Report {
  const { now } = circumstances;
  const acted = afterAct(seen, plan, outcome, circumstances);
  const obstacle = plan.act === "wait" ? plan.obstacle : undefined;
  const blocked =
    obstacle?.reason === "ValidationError" ? statusError({ kind: "validation", message: obstacle.message }) : undefined;
  const withError = blocked === undefined ? acted : { ...acted, error: blocked };
  const deleting = seen.resource.metadata.deletionTimestamp !== undefined;
  const after = { ...withError, lifecycleState: deleting ? ("DELETING" as const) : lifecycleState(withError) };
  const status = {
    ...after,
    conditions: conditions({ seen, after, obstacle, observation: outcomeSeen(seen, plan, outcome) }, now),
  };
  return { status, happenings: happenings({ seen, after: status, plan, outcome, defaults: circumstances.defaults }) };
}

/** The look was before the act: what was just made is on its way, not missing. */
function outcomeSeen(seen: Seen, plan: Plan, outcome: Outcome): Observation {
  const before = observation(seen);
  const made = plan.act === "once" && outcome.kind === "done";
  return made ? { ...before, jobManager: "DEPLOYING", summary: "waiting for the JobManager" } : before;
}

function afterAct(seen: Seen, plan: Plan, outcome: Outcome, circumstances: Circumstances): FlinkDeploymentStatus {
  const { status } = seen.resource;
  if (outcome.kind === "refused") {
    const error = statusError({ kind: "deployment", reason: "DeploymentFailed", message: outcome.because });
    return { ...status, jobManagerDeploymentStatus: "ERROR", error };
  }
  return plan.act === "once" && outcome.kind === "done"
    ? created(seen.resource, plan, circumstances)
    : observed(seen, circumstances);
}
