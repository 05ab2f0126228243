import { modeOf } from "../../configuration/mode.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { flattened } from "../../configuration/flinkConfiguration.ts";
import { forFlink } from "../../configuration/forFlink.ts";
import { supportOf, versions } from "../../configuration/versions.ts";
import type { FlinkSpec } from "../flinkResource.ts";
import type { Happening } from "../events/happening.ts";
import { notCarriedOut } from "../status/notCarriedOut.ts";
import { ingressWarning } from "./ingressWarning.ts";
import { normal, warning, type Told } from "./told.ts";

/** What this run did. */
export function acts({ seen, after, plan, outcome, defaults }: Told): readonly Happening[] {
  const { metadata, status } = seen.resource;
  if (outcome.kind === "refused") return status.error === after.error ? [] : refusals(plan.act, outcome.because);
  if (metadata.deletionTimestamp !== undefined && status.lifecycleState !== "DELETING") {
    return [normal("Operator", "Cleanup", `Cleaning up ${seen.resource.kind}`)];
  }
  if (plan.act === "turn" && plan.turn.kind === "stopFailed") {
    return [warning("JobManagerDeployment", "SavepointError", plan.because)];
  }
  if (plan.act !== "create" || outcome.kind !== "done") return [];
  const { spec, kind } = plan.effect;
  if (kind === "runJob") return [...unsentWarning(spec), normal("Job", "Submit", "Starting deployment")];
  const idle = notCarriedOut({ namespace: metadata.namespace, spec }, defaults);
  return [
    ...versionWarning(spec),
    ...idleWarning(idle),
    ...ingressWarning({ metadata, spec }, defaults),
    normal("JobManagerDeployment", "Submit", "Starting deployment"),
  ];
}

/** What changes a cluster that runs is told as an obstacle, and a snapshot as one that failed. */
function refusals(act: Told["plan"]["act"], because: string): readonly Happening[] {
  if (act === "again" || act === "trigger") return [];
  return act === "stop"
    ? [warning("JobManagerDeployment", "SavepointError", because)]
    : [warning("JobManagerDeployment", "DeploymentFailed", because)];
}

function idleWarning(options: readonly string[]): readonly Happening[] {
  const message = `These options have no effect in this version: ${options.join(", ")}`;
  return options.length === 0 ? [] : [warning("Operator", "NotCarriedOut", message)];
}

/** Before 1.17 Flink takes no configuration with a jar. */
function unsentWarning({ flinkVersion, flinkConfiguration }: FlinkSpec): readonly Happening[] {
  if (flinkVersion === undefined || versions[flinkVersion].jarsTakeConfiguration) return [];
  const unsent = Object.keys(forFlink(flattened(flinkConfiguration)));
  const message = `Flink takes no configuration of a job before 1.17, set these options in the session cluster: ${unsent.join(", ")}`;
  return unsent.length === 0 ? [] : [warning("Operator", "NotCarriedOut", message)];
}

function versionWarning(spec: FlinkDeploymentSpec): readonly Happening[] {
  const support = spec.flinkVersion === undefined ? undefined : supportOf(spec.flinkVersion, modeOf(spec));
  return support?.kind === "works" ? [warning("Operator", "UnsupportedFlinkVersion", support.warning)] : [];
}
