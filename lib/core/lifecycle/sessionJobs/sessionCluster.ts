import { saidCharge } from "../../charge/chargeOf.ts";
import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { FlinkDeployment } from "../../../api/resources/flinkDeployment.ts";
import { defaultConfiguration } from "../../configuration/effective.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { flattened } from "../../configuration/flinkConfiguration.ts";
import { overlaid } from "../../configuration/overlaid.ts";
import { standsForRestart } from "../drift/standsForRestart.ts";
import type { SessionCluster } from "../flinkResource.ts";
import { restAddress } from "../observation/restAddress.ts";
import { isDone, runningSpec } from "../observation/running.ts";
import type { Deployed } from "../observation/deployed.ts";
import type { DeploymentView } from "../seen.ts";
import { isDraining } from "./isDraining.ts";
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

/** What of its cluster a session job goes by. */
export function sessionCluster(look: ClusterLook, mode: UpgradeMode): SessionCluster {
  const { name, found, jobIds, defaults } = look;
  const charge = found && saidCharge(found.resource.metadata);
  return {
    name,
    jobIds,
    spec: found?.resource.spec,
    operator: defaults.configuration,
    ...(charge === undefined ? {} : { charge }),
    scheme: found === undefined ? "http" : restAddress(found).scheme,
    state: stateOf(look, mode),
  };
}

function stateOf(look: ClusterLook, mode: UpgradeMode): SessionCluster["state"] {
  const { name, found, jobManager } = look;
  if (found === undefined) {
    const because = `the session cluster ${name} is not there`;
    return jobManager === undefined
      ? { kind: "gone", because }
      : { kind: "waiting", because: `${because}, and its JobManager still is` };
  }
  const notThere = notUp(look);
  const because = unready(name, found) ?? notThere;
  if (because !== undefined) return { kind: notThere === undefined && isGoing(found) ? "going" : "waiting", because };
  if (!isDraining(found.resource)) return { kind: "ready" };
  const waitsForJob = isToBeChanged(found) && stopsFirst(mode, found, look.defaults);
  return { kind: "draining", because: `the session cluster ${name} is about to be changed`, waitsForJob };
}

type Found = NonNullable<ClusterLook["found"]>;

const isGoing = ({ resource }: Found): boolean => resource.metadata.deletionTimestamp !== undefined;

/** What was announced may have been taken back since. */
const isToBeChanged = ({ deployed, resource }: Found): boolean =>
  deployed.kind === "recorded" && (deployed.difference.class !== "ignore" || standsForRestart(resource.status.fleet));

function unready(name: string, found: Found): string | undefined {
  const { resource, deployed } = found;
  if (resource.spec.job !== undefined) return `${name} is no session cluster: it has a spec.job of its own`;
  if (isGoing(found)) return `the session cluster ${name} is being deleted`;
  if (deployed.kind !== "recorded") return `the session cluster ${name} is not deployed yet`;
  return isDone(found) ? undefined : `the session cluster ${name} is being changed`;
}

function notUp({ name, jobManager }: ClusterLook): string | undefined {
  const isUp = jobManager !== undefined && !jobManager.deleting && jobManager.availableReplicas > 0;
  return isUp ? undefined : `the JobManager of the session cluster ${name} is not up`;
}

/** The defaults of a job: those of the fleet overlaid by the configuration of its cluster. */
export function sessionDefaults({ found, defaults }: ClusterLook): OperatorDefaults {
  if (found === undefined) return defaults;
  const { flinkConfiguration, flinkVersion } = runningSpec(found);
  const common = defaultConfiguration(defaults, found.resource.metadata.namespace, flinkVersion);
  return { ...defaults, configuration: overlaid(common, flattened(flinkConfiguration)) };
}
