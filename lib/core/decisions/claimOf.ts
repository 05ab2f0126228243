import type { Plan } from "../lifecycle/plan.ts";
import type { Trigger } from "../snapshots/trigger.ts";

/** What announces an act that must not happen twice. */
export interface Claim {
  readonly kind: "deploy" | "stop" | "snapshot";
  /** The id of the deployment, of the job that is stopped, or of the request; `undefined` where Flink chooses that. */
  readonly id: string | undefined;
  /** What the job is started from: a path, `lastState` or `nothing`; `undefined` where none is started. */
  readonly from: string | undefined;
}

export function claimOf(plan: Plan): Claim | undefined {
  switch (plan.act) {
    case "create": {
      const { deploymentId, restoreFrom } = plan.intent;
      return {
        kind: "deploy",
        id: deploymentId,
        from: restoreFrom.kind === "savepoint" ? restoreFrom.path : restoreFrom.kind,
      };
    }
    case "stop":
      return { kind: "stop", id: plan.intent.jobId, from: undefined };
    case "trigger":
      return { kind: "snapshot", id: requestOf(plan.effect), from: undefined };
    case "wait":
    case "leave":
    case "again":
    case "turn":
      return undefined;
  }
}

const requestOf = ({ request }: Trigger): string | undefined =>
  request.kind === "savepoint" ? request.savepoint.triggerId : request.triggerId;

/** The kind of its effect, or of its turn. */
export function doingOf(plan: Plan): string | undefined {
  if (plan.act === "turn") return plan.turn.kind;
  return "effect" in plan ? plan.effect.kind : undefined;
}
