import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { isTrue } from "../../configuration/options.ts";

const switches = ["job.autoscaler.enabled", "kubernetes.operator.job.autoscaler.enabled"];

/** Options that ask for something which no run does: accepted, so that a resource can come over, but never in silence. */
export function notCarriedOut(
  { namespace, spec }: { readonly namespace: string; readonly spec: FlinkDeploymentSpec },
  defaults: OperatorDefaults,
): readonly string[] {
  const configuration = userConfiguration({ namespace, spec }, defaults);
  return switches.filter((option) => isTrue(configuration, option, false));
}

/** Snapshots that were asked for since the deployment. */
export function snapshotsAskedFor(deployed: FlinkDeploymentSpec, wanted: FlinkDeploymentSpec): readonly string[] {
  const nonces = ["savepointTriggerNonce", "checkpointTriggerNonce"] as const;
  return nonces
    .filter((nonce) => wanted.job?.[nonce] !== undefined && wanted.job[nonce] !== deployed.job?.[nonce])
    .map((nonce) => `job.${nonce}`);
}
