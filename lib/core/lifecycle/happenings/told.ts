import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { Repairs } from "../drift/repairRules.ts";
import type { Component, Happening } from "../events/happening.ts";
import type { Outcome, Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";

/** A run and the status that it ends with: what is told is what is new in it. */
export interface Told {
  readonly seen: Seen;
  readonly after: FlinkDeploymentStatus;
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly defaults: OperatorDefaults;
  /** What is done about differences that need a restart. */
  readonly repairs: Repairs;
}

export const normal = (component: Component, reason: string, message: string): Happening => ({
  type: "Normal",
  component,
  reason,
  message,
});

export const warning = (component: Component, reason: string, message: string): Happening => ({
  type: "Warning",
  component,
  reason,
  message,
});

/** Whether the condition Degraded says this already: then it was told. */
export const isKnown = (
  { seen }: Told,
  { reason, message }: { readonly reason: string; readonly message: string },
): boolean =>
  seen.resource.status.conditions.some(
    (known) =>
      known.type === "Degraded" && known.status === "True" && known.reason === reason && known.message === message,
  );
