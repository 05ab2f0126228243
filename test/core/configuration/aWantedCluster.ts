import { flinkDeploymentSpec } from "../../../lib/api/resources/flinkDeployment.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { WantedCluster } from "../../../lib/core/configuration/wantedCluster.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A native session cluster `clicks` in `web` that lacks nothing; fields of its spec may be given as a user would write them. */
export function aWantedCluster(spec: Fields = {}, more: Partial<WantedCluster> = {}): WantedCluster {
  return {
    resource: { name: "clicks", namespace: "web", uid: "u-1", generation: 7 },
    spec: flinkDeploymentSpec.parse({
      image: "flink:test",
      flinkVersion: "v1_20",
      serviceAccount: "flink",
      jobManager: { resource: { cpu: 1, memory: "1600m" } },
      taskManager: { resource: { cpu: 1, memory: "1728m" } },
      ...spec,
    }),
    defaults: shippedDefaults,
    jobId: undefined,
    deploymentId: "r-1",
    restoreFrom: { kind: "nothing" },
    ...more,
  };
}

export const jobId = "0123456789abcdef0123456789abcdef";

/** The same with a job. */
export function anApplication(spec: Fields = {}, more: Partial<WantedCluster> = {}): WantedCluster {
  const job = { jarURI: "local:///opt/flink/job.jar", parallelism: 4, ...(spec["job"] as Fields | undefined) };
  return aWantedCluster({ ...spec, job }, { jobId, ...more });
}

export const ha = { "high-availability.type": "kubernetes", "high-availability.storageDir": "s3://b/ha/" };
