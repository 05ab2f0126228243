import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";

/** Why a resource cannot be as it is. */
export interface Problem {
  /** `spec.job.parallelism`, `spec.flinkConfiguration["kubernetes.cluster-id"]` */
  readonly field: string;
  /** Names the field or the key, what it holds and what would be right. */
  readonly message: string;
}

export const problem = (field: string, message: string): Problem => ({ field, message });

/** A key of the configuration, as a field. */
export const keyField = (key: string): string => `spec.flinkConfiguration["${key}"]`;

/** What a FlinkDeployment is judged by. */
export interface WantedDeployment {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: FlinkDeploymentSpec;
  /** The operator's defaults overlaid by the spec, flat. */
  readonly configuration: FlinkConfiguration;
  /** The spec that was reconciled last, if any ever was. */
  readonly last: FlinkDeploymentSpec | undefined;
}

export type DeploymentRule = (wanted: WantedDeployment) => Problem | undefined;

/** The first rule with something to say. */
export function firstProblem<T>(rules: readonly ((of: T) => Problem | undefined)[], of: T): Problem | undefined {
  for (const rule of rules) {
    const found = rule(of);
    if (found !== undefined) return found;
  }
  return undefined;
}
