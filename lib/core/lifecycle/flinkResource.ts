import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
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
  /** 64 hexadecimal digits, of the namespace and the name of the session job: its Flink jobs are known by them. */
  readonly jobIds: string;
  /** What it is asked to be; `undefined` where it is not there. */
  readonly spec: FlinkDeploymentSpec | undefined;
  /** The settings of the operator itself, which no resource can change. */
  readonly operator: FlinkConfiguration;
  /** Its annotation that says who is in charge of it, as it was at the look. */
  readonly charge?: string;
  /** Of its REST API. */
  readonly scheme: "http" | "https";
  /** It takes jobs, or why it takes none now. */
  readonly state:
    | { readonly kind: "ready" }
    /** It runs its jobs, takes no others, and is changed once those are stopped that are to be. */
    | { readonly kind: "draining"; readonly because: string; readonly waitsForJob: boolean }
    /** It is being deleted, and as long as something holds it back it runs its jobs: they can be stopped there, and moved. */
    | { readonly kind: "going"; readonly because: string }
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
