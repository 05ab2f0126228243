import type { FlinkDeployment } from "../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../../api/resources/flinkSessionJob.ts";
import { type Deployed, deployedOf } from "../lifecycle/observation/deployed.ts";

/** A resource that somebody is in charge of. */
export type ChargedResource = FlinkDeployment | FlinkSessionJob;

/** What its status records, whoever has written it; of a session job without what it has of its cluster. */
export function recordedIn(resource: ChargedResource): Deployed {
  if (resource.kind === "FlinkDeployment") return deployedOf(resource);
  const { spec, ...rest } = resource;
  const asked = { ...spec, deploymentName: spec.deploymentName ?? "", flinkVersion: undefined, mode: undefined };
  return deployedOf({ ...rest, spec: asked });
}
