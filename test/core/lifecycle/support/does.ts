import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import type { Stage } from "./stages.ts";

/** A line of a table of decisions: what was seen, and what is done about it. */
export interface Row {
  readonly when: string;
  readonly stage?: Stage;
  readonly seen?: Partial<Seen>;
  /** Seconds since noon. */
  readonly after?: number;
  readonly does: string;
}

/** What a plan does, in a few words: the part of it that a table of decisions is about. */
export function does(plan: Plan): string {
  switch (plan.act) {
    case "wait":
      if (plan.obstacle !== undefined) return `wait: ${plan.obstacle.reason}`;
      return plan.step === undefined ? "wait" : `wait for ${plan.step}`;
    case "leave":
      return "leave";
    case "turn":
      return plan.turn.kind === "stopped" ? stopped(plan.turn) : `turn: ${plan.turn.kind}`;
    case "create": {
      const { restoreFrom } = plan.intent;
      return `create from ${restoreFrom.kind === "savepoint" ? restoreFrom.path : restoreFrom.kind}`;
    }
    case "stop":
      return `stop: ${plan.intent.way}`;
    case "again":
      return plan.effect.kind;
    case "trigger":
      return `trigger: ${plan.effect.request.kind}`;
  }
}

function stopped(turn: Extract<Extract<Plan, { readonly act: "turn" }>["turn"], { readonly kind: "stopped" }>): string {
  const state = turn.state === null ? " given up" : turn.state === undefined ? "" : ` from ${turn.state.path}`;
  const into = turn.into === "UPGRADING" ? "" : ", rolling back";
  return `stopped by ${turn.upgradeMode}${state}${turn.firstDeployment ? ", still the first" : ""}${into}`;
}
