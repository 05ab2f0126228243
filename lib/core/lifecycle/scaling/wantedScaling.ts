import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { Seen } from "../seen.ts";
import { scalingWay, type ScalingWay } from "./scalingWay.ts";

type Subject = Pick<Seen, "resource" | "deployed">;

/** A scaling was announced and not recorded: parts of it may have been carried out. */
export const isScaling = ({ resource }: Pick<Seen, "resource">): boolean =>
  (resource.status.fleet?.inPlace?.announced.length ?? 0) > 0;

const isBegun = ({ resource }: Pick<Seen, "resource">): boolean => resource.status.fleet?.inPlace !== undefined;

/** Whether the spec asks for no more than a new cluster is not needed for, or has done so before; and nothing else is under way. */
export function isInPlace(subject: Subject): boolean {
  const { deployed } = subject;
  if (deployed.kind !== "recorded" || deployed.last.job?.state === "suspended" || !isQuiet(subject)) return false;
  const { class: change } = deployed.difference;
  return change === "ingress" || change === "scale" || (change === "ignore" && isBegun(subject));
}

function isQuiet({ resource: { metadata, status } }: Subject): boolean {
  const isDeployed = status.reconciliationStatus?.state === "DEPLOYED" && status.fleet?.intent === undefined;
  return isDeployed && metadata.deletionTimestamp === undefined;
}

/**
 * How the scaling that the spec asks for is carried out; `undefined` where there is none to be. One that was announced and taken
 * back since is a scaling as well: the job may have followed.
 */
export function wantedScaling(subject: Subject, defaults: OperatorDefaults): ScalingWay | undefined {
  const { deployed, resource } = subject;
  if (deployed.kind !== "recorded" || !isInPlace(subject)) return undefined;
  if (deployed.difference.class !== "scale" && !isScaling(subject)) return undefined;
  return scalingWay({
    namespace: resource.metadata.namespace,
    defaults,
    from: deployed.last,
    announced: resource.status.fleet?.inPlace?.announced ?? [],
    to: resource.spec,
  });
}
