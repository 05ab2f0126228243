import { flattened } from "../../configuration/flinkConfiguration.ts";
import { isTrue } from "../../configuration/options.ts";
import { runningSpec } from "./running.ts";
import type { Seen } from "../seen.ts";

/** Where the REST endpoint of what is deployed is; the wanted spec may already say otherwise. */
export function restAddress({ resource, deployed }: Pick<Seen, "resource" | "deployed">): {
  readonly namespace: string;
  readonly service: string;
  readonly scheme: "http" | "https";
} {
  const { namespace, name } = resource.metadata;
  const { session } = resource;
  if (session !== undefined) return { namespace, service: `${session.name}-rest`, scheme: session.scheme };
  const configuration = flattened(runningSpec({ resource, deployed }).flinkConfiguration);
  const scheme = isTrue(configuration, "security.ssl.rest.enabled", false) ? "https" : "http";
  return { namespace, service: `${name}-rest`, scheme };
}
