import type { Condition } from "../../../api/resources/common.ts";
import type { FlinkDeployment, FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { Observation } from "../observation.ts";
import type { Obstacle } from "../plan.ts";

/** What a condition is judged by. */
export interface Basis {
  readonly resource: FlinkDeployment;
  /** Everything of the new status but its conditions. */
  readonly after: FlinkDeploymentStatus;
  readonly obstacle: Obstacle | undefined;
  readonly observation: Observation;
}

/** A condition without what all of them have in common. */
export type Finding = Pick<Condition, "status" | "reason" | "message">;

export const yes = (reason: string, message: string): Finding => ({ status: "True", reason, message });
export const no = (reason: string, message: string): Finding => ({ status: "False", reason, message });

export const isGoing = ({ resource }: Basis): boolean => resource.metadata.deletionTimestamp !== undefined;

/** Something was deployed and not merely announced. */
export const isDeployed = ({ after }: Basis): boolean => {
  const { state, lastReconciledSpec } = after.reconciliationStatus ?? {};
  return lastReconciledSpec !== undefined && state !== "UPGRADING";
};
