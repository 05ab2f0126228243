import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { managesIngress } from "../../objects/managesIngress.ts";
import type { Happening } from "../events/happening.ts";
import { warning } from "./told.ts";

const message =
  "Ingress management is disabled: spec.ingress has no effect while kubernetes.operator.ingress.manage is false";

/** An Ingress is asked for, and Ingresses are left to others. */
export function ingressWarning(
  {
    metadata: { namespace },
    spec,
  }: { readonly metadata: { readonly namespace: string }; readonly spec: FlinkDeploymentSpec },
  defaults: OperatorDefaults,
): readonly Happening[] {
  if (spec.ingress === undefined || managesIngress({ namespace, spec }, defaults)) return [];
  return [warning("Operator", "IngressManagement", message)];
}
