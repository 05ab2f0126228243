import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { userConfiguration } from "../configuration/effective.ts";
import { operatorOption } from "../configuration/operatorOption.ts";

/** Unless `kubernetes.operator.ingress.manage` is false: then an Ingress is neither made nor changed nor removed. */
export const managesIngress = (
  resource: { readonly namespace: string; readonly spec: FlinkDeploymentSpec },
  defaults: OperatorDefaults,
): boolean => operatorOption(userConfiguration(resource, defaults), "ingress.manage");
