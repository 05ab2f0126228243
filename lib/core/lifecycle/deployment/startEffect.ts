import type { FlinkResource, FlinkSpec } from "../flinkResource.ts";
import type { StartEffect } from "../plan.ts";

/** How what the spec asks for is started: as a cluster of its own, or as a job on its session cluster. */
export const startEffect = ({ session }: Pick<FlinkResource, "session">, spec: FlinkSpec): StartEffect =>
  session === undefined ? { kind: "createCluster", spec } : { kind: "runJob", spec };
