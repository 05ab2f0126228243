import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../../../api/resources/flinkSessionJob.ts";
import type { FlinkResource } from "../flinkResource.ts";
import { runningSpec } from "../observation/running.ts";
import { type ClusterLook, sessionCluster } from "./sessionCluster.ts";

/**
 * A session job as the deployment of its job, so that one set of rules looks after both. TaskManagers are the cluster's affair in either mode:
 * the job knows as little of them as in native mode.
 */
export function asFlinkResource({ spec, status, ...job }: FlinkSessionJob, look: ClusterLook): FlinkResource {
  const flinkVersion = look.found === undefined ? undefined : runningSpec(look.found).flinkVersion;
  return {
    ...job,
    spec: { ...spec, deploymentName: spec.deploymentName ?? "", flinkVersion, mode: "native" },
    status: wasRefused(status) ? { ...status, jobManagerDeploymentStatus: "ERROR" } : status,
    session: sessionCluster(look),
  };
}

/** The status as the CRD of FlinkSessionJob knows it. */
export function sessionJobStatus({
  jobManagerDeploymentStatus: jobManager,
  clusterInfo: _cluster,
  taskManager: _scale,
  ...status
}: FlinkDeploymentStatus): FlinkSessionJob["status"] {
  const { fleet } = status;
  if (fleet?.intent?.kind !== "deploy") return status;
  const { refused: _before, ...intent } = fleet.intent;
  const refused = jobManager === "ERROR" ? { refused: true } : {};
  return { ...status, fleet: { ...fleet, intent: { ...intent, ...refused } } };
}

const wasRefused = ({ fleet }: FlinkSessionJob["status"]): boolean =>
  fleet?.intent?.kind === "deploy" && fleet.intent.refused === true;
