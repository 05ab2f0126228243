import type { FlinkDeployment } from "../../api/resources/flinkDeployment.ts";
import { flattened } from "../configuration/flinkConfiguration.ts";
import { isTrue } from "../configuration/options.ts";
import { deployedSpec } from "./reconciled.ts";

/** Where the REST endpoint of what is deployed is; the wanted spec may already say otherwise. */
export function restAddress(resource: FlinkDeployment): {
  readonly namespace: string;
  readonly service: string;
  readonly scheme: "http" | "https";
} {
  const { namespace, name } = resource.metadata;
  const configuration = flattened((deployedSpec(resource) ?? resource.spec).flinkConfiguration);
  const scheme = isTrue(configuration, "security.ssl.rest.enabled", false) ? "https" : "http";
  return { namespace, service: `${name}-rest`, scheme };
}
