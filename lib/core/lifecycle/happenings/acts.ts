import { modeOf } from "../../configuration/mode.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { supportOf } from "../../configuration/versions.ts";
import type { Happening } from "../events/happening.ts";
import { normal, warning, type Told } from "./told.ts";

/** What this run did. */
export function acts({ seen, plan, outcome }: Told): readonly Happening[] {
  const { metadata, status } = seen.resource;
  if (outcome.kind === "refused") return [warning("JobManagerDeployment", "DeploymentFailed", outcome.because)];
  if (metadata.deletionTimestamp !== undefined && status.lifecycleState !== "DELETING") {
    return [normal("Operator", "Cleanup", "Cleaning up FlinkDeployment")];
  }
  if (plan.act !== "once" || outcome.kind !== "done") return [];
  return [...versionWarning(plan.effect.spec), normal("JobManagerDeployment", "Submit", "Starting deployment")];
}

function versionWarning(spec: FlinkDeploymentSpec): readonly Happening[] {
  const support = spec.flinkVersion === undefined ? undefined : supportOf(spec.flinkVersion, modeOf(spec));
  return support?.kind === "works" ? [warning("Operator", "UnsupportedFlinkVersion", support.warning)] : [];
}
