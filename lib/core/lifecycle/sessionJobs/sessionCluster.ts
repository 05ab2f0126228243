import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { FlinkDeployment } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../../../api/resources/flinkSessionJob.ts";
import { defaultConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { flattened } from "../../configuration/flinkConfiguration.ts";
import { overlaid } from "../../configuration/overlaid.ts";
import type { SessionCluster } from "../flinkResource.ts";
import { restAddress } from "../observation/restAddress.ts";
import { isDone, runningSpec } from "../observation/running.ts";
import type { Deployed } from "../observation/deployed.ts";
import type { DeploymentView } from "../seen.ts";
import { recordedSpec } from "../spec/lastReconciledSpec.ts";
import { isDraining } from "./draining.ts";
import { stopsFirst } from "./stopsFirst.ts";

/** The FlinkDeployment of a session job, as it was at the look; nothing of it may be there. */
export interface ClusterLook {
  readonly name: string;
  readonly found: { readonly resource: FlinkDeployment; readonly deployed: Deployed } | undefined;
  readonly jobManager: DeploymentView | undefined;
  /** Of the fleet. */
  readonly defaults: OperatorDefaults;
  /** See SessionCluster. */
  readonly jobIds: string;
}

/** The cluster that a session job counts on: until the job was stopped the one that runs it, from then on the one that it names. */
export function clusterOf({ spec, status }: Pick<FlinkSessionJob, "spec" | "status">): string {
  const last = recordedSpec(status.reconciliationStatus?.lastReconciledSpec);
  const runs = last.kind === "recorded" && (last.spec.job?.state === "running" || status.fleet?.intent !== undefined);
  return (runs ? last.spec.deploymentName : spec.deploymentName) ?? "";
}

/** What of its cluster a session job goes by. */
export function sessionCluster(look: ClusterLook, mode: UpgradeMode): SessionCluster {
  const { name, found, jobIds, defaults } = look;
  return {
    name,
    jobIds,
    spec: found?.resource.spec,
    operator: defaults.configuration,
    scheme: found === undefined ? "http" : restAddress(found).scheme,
    state: stateOf(look, mode),
  };
}

function stateOf({ name, found, jobManager, defaults }: ClusterLook, mode: UpgradeMode): SessionCluster["state"] {
  const gone = (because: string): SessionCluster["state"] => ({ kind: "gone", because });
  const waiting = (because: string): SessionCluster["state"] => ({ kind: "waiting", because });
  if (found === undefined) {
    const because = `the session cluster ${name} is not there`;
    return jobManager === undefined ? gone(because) : waiting(`${because}, and its JobManager still is`);
  }
  const { resource, deployed } = found;
  if (resource.spec.job !== undefined) return waiting(`${name} is no session cluster: it has a spec.job of its own`);
  if (resource.metadata.deletionTimestamp !== undefined) return waiting(`the session cluster ${name} is being deleted`);
  if (deployed.kind !== "recorded") return waiting(`the session cluster ${name} is not deployed yet`);
  if (!isDone(found)) return waiting(`the session cluster ${name} is being changed`);
  if (isDraining(resource)) {
    const waitsForJob = stopsFirst(mode, found, defaults);
    return { kind: "draining", because: `the session cluster ${name} is about to be changed`, waitsForJob };
  }
  if (jobManager === undefined || jobManager.deleting || jobManager.availableReplicas === 0) {
    return waiting(`the JobManager of the session cluster ${name} is not up`);
  }
  return { kind: "ready" };
}

/** The defaults of a job: those of the fleet overlaid by the configuration of its cluster. */
export function sessionDefaults({ found, defaults }: ClusterLook): OperatorDefaults {
  if (found === undefined) return defaults;
  const { flinkConfiguration, flinkVersion } = runningSpec(found);
  const common = defaultConfiguration(defaults, found.resource.metadata.namespace, flinkVersion);
  return { ...defaults, configuration: overlaid(common, flattened(flinkConfiguration)) };
}
