import { flinkDeploymentSpec, type FlinkDeploymentSpec } from "../../../../lib/api/resources/flinkDeployment.ts";
import { flattened } from "../../../../lib/core/configuration/flinkConfiguration.ts";
import type { WantedDeployment } from "../../../../lib/core/lifecycle/validation/problem.ts";

export type Part = Readonly<Record<string, unknown>>;

/** Nothing can be said against it. */
export const good = {
  flinkVersion: "v1_20",
  serviceAccount: "flink",
  image: "flink:1.20",
  flinkConfiguration: {
    "state.checkpoints.dir": "s3://b/checkpoints",
    "state.savepoints.dir": "s3://b/savepoints",
    "high-availability.type": "kubernetes",
    "high-availability.storageDir": "s3://b/ha",
  },
  jobManager: { resource: { cpu: 1, memory: "2048m" } },
  taskManager: { resource: { cpu: 1, memory: "2048m" } },
  job: { jarURI: "local:///a.jar", parallelism: 2, upgradeMode: "savepoint" },
} as const;

/** The good one with some fields replaced; configuration and job are merged, what is null is left out. */
export function spec(part: Part = {}): FlinkDeploymentSpec {
  const merged = (name: "flinkConfiguration" | "job"): Part =>
    part[name] === null ? {} : { [name]: { ...good[name], ...(part[name] as Part | undefined) } };
  return flinkDeploymentSpec.parse({ ...good, ...part, job: null, ...merged("flinkConfiguration"), ...merged("job") });
}

export function wanted(part: Part = {}, rest: Partial<WantedDeployment> = {}): WantedDeployment {
  const all = spec(part);
  return {
    metadata: { name: "etl", namespace: "jobs" },
    spec: all,
    configuration: flattened(all.flinkConfiguration),
    last: undefined,
    ...rest,
  };
}
