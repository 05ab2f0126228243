import { application, type Fields, type UpgradeMode, type Wanted } from "./application.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";

/** A session cluster: an application without its job. */
export function sessionCluster(wanted: Omit<Wanted, "job" | "upgradeMode"> = {}): KubernetesObject {
  const { spec, ...cluster } = application({ name: "shared", ...wanted });
  const { job: _none, ...rest } = spec as Fields;
  return { ...cluster, spec: rest };
}

export const jarUri = "https://repo.example.com/counts.jar";

export interface WantedSessionJob {
  readonly name?: string;
  readonly cluster?: string;
  readonly upgradeMode?: UpgradeMode;
  readonly configuration?: Fields;
  readonly job?: Fields;
}

export function sessionJob(wanted: WantedSessionJob = {}): KubernetesObject {
  const { name = "counts", cluster = "shared", upgradeMode = "savepoint", configuration = {}, job = {} } = wanted;
  return {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkSessionJob",
    metadata: { namespace: "default", name },
    spec: {
      deploymentName: cluster,
      flinkConfiguration: configuration,
      job: { jarURI: jarUri, parallelism: 1, upgradeMode, ...job },
    },
  };
}
