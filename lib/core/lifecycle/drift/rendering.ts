import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { type WantedObjects, wantedObjects } from "../../objects/wantedObjects.ts";
import { javaHashCode } from "../events/javaHashCode.ts";
import type { FlinkResource } from "../flinkResource.ts";
import { deployedOf } from "../observation/deployed.ts";
import { sortedJson } from "../spec/sortedJson.ts";
import { deployedCluster } from "./deployedCluster.ts";

const known = new WeakMap<WantedObjects, number>();

/** By which renderings are told apart: 32 bits are enough for the few of one resource. */
export function renderingOf(made: WantedObjects): number {
  const rendering = known.get(made) ?? hashOf(made);
  known.set(made, rendering);
  return rendering;
}

const hashOf = ({ jobManager, taskManager, owned, ingress }: WantedObjects): number =>
  javaHashCode(sortedJson([jobManager, taskManager, ...owned(undefined), ingress]));

/** The status of what was just deployed, with how it is rendered today: another rendering later on is nobody's edit. */
export function withRendering(resource: FlinkResource, defaults: OperatorDefaults): FlinkDeploymentStatus {
  const { session, status } = resource;
  const { fleet } = status;
  if (session !== undefined || fleet?.deployed === undefined) return status;
  const made = wantedObjects(deployedCluster({ resource, deployed: deployedOf(resource) }, defaults));
  const { rendering: _before, ...deployed } = fleet.deployed;
  const rendering = made.kind === "objects" ? { rendering: renderingOf(made) } : {};
  return { ...status, fleet: { ...fleet, deployed: { ...deployed, ...rendering } } };
}
