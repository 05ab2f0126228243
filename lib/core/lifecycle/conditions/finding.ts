import type { Condition } from "../../../api/resources/common.ts";
import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { Repairs } from "../drift/repairRules.ts";
import type { Observation } from "../observation/observation.ts";
import type { Obstacle } from "../plan.ts";
import type { Seen } from "../seen.ts";

/** What a condition is judged by. */
export interface Basis {
  readonly seen: Seen;
  /** Everything of the new status but its conditions. */
  readonly after: FlinkDeploymentStatus;
  readonly obstacle: Obstacle | undefined;
  readonly observation: Observation;
  /** Why the run did what it did, without times. */
  readonly because: string;
  /** What is done about differences that need a restart. */
  readonly repairs: Repairs;
}

/** A condition without what all of them have in common. */
export type Finding = Pick<Condition, "status" | "reason" | "message">;

export const yes = (reason: string, message: string): Finding => ({ status: "True", reason, message });
export const no = (reason: string, message: string): Finding => ({ status: "False", reason, message });
/** Nobody could look. */
export const unknown = (reason: string, message: string): Finding => ({ status: "Unknown", reason, message });

export const isGoing = ({ seen }: Basis): boolean => seen.resource.metadata.deletionTimestamp !== undefined;

/** Something was deployed and not merely announced. */
export const isDeployed = ({ after }: Basis): boolean => {
  const { state, lastReconciledSpec } = after.reconciliationStatus ?? {};
  return lastReconciledSpec !== undefined && state !== "UPGRADING" && state !== "ROLLING_BACK";
};

/** The last good spec runs again, and not the one that was deployed last. */
export const isRolledBack = ({ after }: Basis): boolean => after.reconciliationStatus?.state === "ROLLED_BACK";

export const rolledBack =
  "the newest spec did not come up, and the last good one has taken its place: correct the spec, it is not tried again as it is";
