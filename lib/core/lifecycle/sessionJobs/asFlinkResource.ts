import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../../../api/resources/flinkSessionJob.ts";
import type { DeployIntent, Journal } from "../../../api/resources/journal.ts";
import type { FlinkResource } from "../flinkResource.ts";
import { healthInfoKey } from "../health/healthInfo.ts";
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
    status: asDeploymentStatus(status),
    session: sessionCluster(look, spec.job?.upgradeMode ?? "stateless"),
  };
}

function asDeploymentStatus(status: FlinkSessionJob["status"]): FlinkDeploymentStatus {
  const { intent, health } = status.fleet ?? {};
  const wasRefused = intent?.kind === "deploy" && intent.refused === true;
  return {
    ...status,
    ...(wasRefused ? { jobManagerDeploymentStatus: "ERROR" } : {}),
    ...(health === undefined ? {} : { clusterInfo: { [healthInfoKey]: health } }),
  };
}

/** The status as the CRD of FlinkSessionJob knows it: what there is no field for is kept in the journal. */
export function sessionJobStatus({
  jobManagerDeploymentStatus: jobManager,
  clusterInfo = {},
  taskManager: _scale,
  ...status
}: FlinkDeploymentStatus): FlinkSessionJob["status"] {
  const { health: _judged, ...journal } = status.fleet ?? {};
  const health = clusterInfo[healthInfoKey];
  const fleet: Journal = {
    ...journal,
    ...(health === undefined ? {} : { health }),
    ...(journal.intent?.kind === "deploy" ? { intent: told(journal.intent, jobManager === "ERROR") } : {}),
  };
  const { fleet: _before, ...rest } = status;
  return Object.keys(fleet).length === 0 ? rest : { ...rest, fleet };
}

const told = ({ refused: _before, ...intent }: DeployIntent, refused: boolean): DeployIntent =>
  refused ? { ...intent, refused } : intent;
