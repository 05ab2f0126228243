import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { KubernetesObject } from "../../kubernetes.ts";
import type { WantedObjects } from "../../objects/wantedObjects.ts";
import type { Seen } from "../seen.ts";
import { deployedCluster } from "./deployedCluster.ts";
import { renderedAgain } from "./renderedAgain.ts";
import { renderingOf } from "./rendering.ts";

/**
 * How much of an object is compared. `outline`: defaults of the fleet, or our own rendering, have changed since it was made, so that nothing can be said
 * of pods and files. `presence`: nobody knows what it was made with.
 */
export type Extent = "all" | "outline" | "presence";

export interface Comparison {
  readonly wanted: KubernetesObject;
  readonly extent: Extent;
}

type Subject = Pick<Seen, "resource" | "deployed" | "jobManager" | "taskManager">;

/**
 * The objects of the cluster that runs, as they were made: by the recorded spec, with the state, the generation and the id of their deployment.
 * `undefined` where the spec cannot be rendered any more. Of what another operator has made the Services and the Ingress, which are ours to make
 * again.
 */
export function deployedObjects(seen: Subject, defaults: OperatorDefaults): readonly Comparison[] | undefined {
  const made = renderedAgain(deployedCluster(seen, defaults));
  if (made.kind === "problems") return undefined;
  const objects = objectsOf(made, seen);
  const { deployed } = seen.resource.status.fleet ?? {};
  if (deployed === undefined) {
    const ways = objects.filter(({ kind }) => kind === "Service" || kind === "Ingress");
    return ways.map((wanted) => ({ wanted, extent: "presence" }));
  }
  const extent = deployed.rendering === renderingOf(made) ? "all" : "outline";
  return objects.map((wanted) => ({ wanted, extent }));
}

/** TaskManagers whose Deployment is gone are made again by a rule of their own. */
function objectsOf(made: WantedObjects, { jobManager, taskManager }: Subject): readonly KubernetesObject[] {
  if (jobManager === undefined) return [];
  const ofTaskManagers = taskManager === undefined ? undefined : made.taskManager;
  const all = [made.jobManager, ofTaskManagers, ...made.owned(jobManager.uid), made.ingress];
  return all.filter((one) => one !== undefined);
}
