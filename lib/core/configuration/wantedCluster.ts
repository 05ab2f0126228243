import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "./defaults.ts";

/** Where a job takes its state from. */
export type RestoreFrom =
  | { readonly kind: "nothing" }
  | { readonly kind: "savepoint"; readonly path: string }
  /** From the checkpoints that the HA metadata of the job names. */
  | { readonly kind: "lastState" };

/** All that the objects of one deployment of a resource are made of: the same in, the same out. */
export interface WantedCluster {
  readonly resource: {
    readonly name: string;
    readonly namespace: string;
    /** undefined where the resource is not known to a cluster: owner references are left out then. */
    readonly uid: string | undefined;
    readonly generation: number;
  };
  readonly spec: FlinkDeploymentSpec;
  readonly defaults: OperatorDefaults;
  /** 32 hex digits; undefined for a session cluster. */
  readonly jobId: string | undefined;
  /**
   * Names this deployment: its Deployments carry it, and the directory of its job results has it as name, so that the result of an earlier
   * one does not end this job at once.
   */
  readonly deploymentId: string;
  readonly restoreFrom: RestoreFrom;
}
