import type { FlinkDeployment, FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import { changes, type Difference } from "./spec/difference.ts";
import { recordedDeployment } from "./spec/lastReconciledSpec.ts";

/** What status records as deployed or announced, and how the wanted spec differs from it. */
export type Deployed =
  | { readonly kind: "nothing" }
  | { readonly kind: "unreadable"; readonly because: string }
  | {
      readonly kind: "recorded";
      /** What runs. After a rollback that is not the spec that was reconciled last. */
      readonly spec: FlinkDeploymentSpec;
      readonly difference: Difference;
    };

/** Derived once a look: the record is text, and the comparison goes through every field. */
export function deployedOf({ spec, status }: FlinkDeployment): Deployed {
  const { state, lastReconciledSpec, lastStableSpec } = status.reconciliationStatus ?? {};
  const last = recordedDeployment(lastReconciledSpec);
  if (last.kind !== "recorded") return last;
  const running = state === "ROLLED_BACK" ? recordedDeployment(lastStableSpec) : last;
  return {
    kind: "recorded",
    spec: running.kind === "recorded" ? running.spec : last.spec,
    difference: changes(last.spec, spec),
  };
}
