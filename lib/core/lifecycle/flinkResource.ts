import type { FlinkDeployment, FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";

/** What is asked for: of a session job with the version and the mode of its cluster, which are none of its own. */
export type FlinkSpec = FlinkDeploymentSpec & {
  /** The session cluster of a session job; absent in a FlinkDeployment. */
  readonly deploymentName?: string | undefined;
};

/** Where a session job runs, or is to run. */
export interface SessionCluster {
  /** The FlinkDeployment. */
  readonly name: string;
  /** Of its REST API. */
  readonly scheme: "http" | "https";
  /** It takes jobs, or why it takes none now. */
  readonly state:
    | { readonly kind: "ready" }
    /** It runs its jobs, takes no others, and is changed once those are stopped that are to be. */
    | { readonly kind: "draining"; readonly because: string }
    | { readonly kind: "waiting"; readonly because: string }
    /** Nothing of it is left, so that no job can run there. */
    | { readonly kind: "gone"; readonly because: string };
}

/** A FlinkDeployment; or a FlinkSessionJob, seen as the deployment of its job. */
export interface FlinkResource extends Omit<FlinkDeployment, "kind" | "spec"> {
  readonly kind: "FlinkDeployment" | "FlinkSessionJob";
  readonly spec: FlinkSpec;
  /** Of a session job. */
  readonly session?: SessionCluster | undefined;
}
