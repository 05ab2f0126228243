import { initialState } from "../../objects/rendered.ts";
import { rfc3339, seconds } from "../../time.ts";
import { chosenJobId } from "./chosenJobId.ts";
import type { Circumstances } from "../circumstances.ts";
import { clusterInTheWay } from "./clusterInTheWay.ts";
import { holdsFinalizer } from "../deletion/finalizer.ts";
import { startEffect } from "./startEffect.ts";
import { awaitingRoom } from "../sessionJobs/awaitingCluster.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { specProblem } from "../specProblem.ts";

/** Nothing was ever deployed for this resource. */
export function firstDeployment(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { metadata, spec } = seen.resource;
  if (seen.deployed.kind !== "nothing") return undefined;
  const problem = specProblem(seen, circumstances.defaults);
  if (problem !== undefined) {
    return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
  }
  if (spec.job?.state === "suspended") return { act: "wait", because: "suspended from the start", wake: "on schedule" };
  const inTheWay = clusterInTheWay(seen) ?? awaitingRoom(seen);
  if (inTheWay !== undefined) return inTheWay;
  if (!holdsFinalizer(seen.resource)) {
    return { act: "again", because: "new", effect: { kind: "addFinalizer" }, wake: seconds(0) };
  }
  return {
    act: "create",
    because: `${seen.resource.session === undefined ? "creating the cluster" : "submitting the job"}: nothing was deployed yet`,
    intent: {
      kind: "deploy",
      generation: metadata.generation,
      ...(spec.job === undefined ? {} : { jobId: chosenJobId(seen.resource, circumstances) }),
      deploymentId: circumstances.fresh.deploymentId,
      restoreFrom: initialState(spec),
      at: rfc3339(circumstances.now),
    },
    effect: startEffect(seen.resource, spec),
    wake: seconds(5),
  };
}
