import type { FlinkDeployment, FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { changes, type Difference } from "../spec/difference.ts";
import { recordedDeployment } from "../spec/lastReconciledSpec.ts";

/** What status records as deployed or announced, and how the wanted spec differs from it. */
export type Deployed =
  | { readonly kind: "nothing" }
  | { readonly kind: "unreadable"; readonly because: string }
  | {
      readonly kind: "recorded";
      /** What runs, or is being started. After a rollback that is not the spec that was reconciled last. */
      readonly spec: FlinkDeploymentSpec;
      /** What was reconciled last; its job.state and job.upgradeMode are what was reached. */
      readonly last: FlinkDeploymentSpec;
      readonly firstDeployment: boolean;
      readonly difference: Difference;
      /** The wanted spec asks for nothing but what runs, though it may differ from what was reconciled last (after a rollback). */
      readonly isWanted: boolean;
    };

/** Derived once a look: the record is text, and the comparison goes through every field. */
export function deployedOf({ spec, status }: FlinkDeployment): Deployed {
  const { state, lastReconciledSpec, lastStableSpec } = status.reconciliationStatus ?? {};
  const last = recordedDeployment(lastReconciledSpec);
  if (last.kind !== "recorded") return last;
  const isStopped = last.spec.job?.state === "suspended";
  const hasRolledBack = state === "ROLLED_BACK" || (state === "ROLLING_BACK" && isStopped);
  const running = hasRolledBack ? recordedDeployment(lastStableSpec) : last;
  const runs = running.kind === "recorded" ? running.spec : last.spec;
  const difference = changes(last.spec, spec);
  return {
    kind: "recorded",
    spec: runs,
    last: last.spec,
    firstDeployment: last.firstDeployment,
    difference,
    isWanted: hasRolledBack ? changes(runs, spec).class === "ignore" : difference.class === "ignore",
  };
}
