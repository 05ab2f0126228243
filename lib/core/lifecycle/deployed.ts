import type { FlinkDeployment, FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import { changes, type Difference } from "./spec/difference.ts";
import { recordedDeployment } from "./spec/lastReconciledSpec.ts";

/** What status records as deployed or announced, and how the wanted spec differs from it. */
export type Deployed =
  | { readonly kind: "nothing" }
  | { readonly kind: "unreadable"; readonly because: string }
  | { readonly kind: "recorded"; readonly spec: FlinkDeploymentSpec; readonly difference: Difference };

/** Derived once a look: the record is text, and the comparison goes through every field. */
export function deployedOf({ spec, status }: FlinkDeployment): Deployed {
  const last = recordedDeployment(status.reconciliationStatus?.lastReconciledSpec);
  if (last.kind !== "recorded") return last;
  return { kind: "recorded", spec: last.spec, difference: changes(last.spec, spec) };
}
