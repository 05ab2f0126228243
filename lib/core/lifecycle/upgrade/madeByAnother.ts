import { seconds } from "../../time.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";

/**
 * Another operator had created the cluster and not yet recorded it (the Apache operator's checkIfAlreadyUpgraded): by its generation it is
 * told from the cluster before.
 */
export function madeByAnother({ resource, jobManager }: Seen): Plan | undefined {
  const { status } = resource;
  const isUnrecorded =
    status.reconciliationStatus?.state === "UPGRADING" && status.jobManagerDeploymentStatus === "MISSING";
  if (resource.session !== undefined || jobManager === undefined) return undefined;
  if (!isUnrecorded || status.fleet?.stoppedAt !== undefined) return undefined;
  const isOurs = jobManager.deploymentId !== undefined;
  if (isOurs || jobManager.deleting || jobManager.generation !== status.observedGeneration) return undefined;
  return {
    act: "turn",
    because: "the cluster was created by another operator, which has not recorded it",
    turn: { kind: "recorded" },
    wake: seconds(0),
  };
}
