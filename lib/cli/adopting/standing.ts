import { changeNotes } from "../../api/resources/changeNotes.ts";
import type { ChargedResource } from "../../core/charge/chargedResource.ts";
import { underWay } from "../../core/charge/underWay.ts";
import type { OperatorDefaults } from "../../core/configuration/defaults.ts";
import { type FindCluster, inChargeOf } from "../../shell/chargeIn.ts";
import { readable } from "../../shell/readable.ts";
import { placeOf } from "../changing/outcome.ts";
import type { Found } from "../selection/found.ts";
import type { Standing } from "./adoption.ts";
import { differing } from "./differing.ts";

/** How a resource is found. Throws `Faulted`. */
export async function standingOf(of: Found, defaults: OperatorDefaults): Promise<Standing> {
  const { object, subject, cluster } = of;
  const resource = readable(subject.kind, object);
  const { status } = resource;
  const state = status.lifecycleState;
  const jobId = status.jobStatus?.jobId;
  const begun = whatIsUnderWay(resource);
  return {
    ...placeOf(subject),
    ...(await chargeNow(of)),
    ...(state === undefined ? {} : { state }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(begun === undefined ? {} : { underWay: begun }),
    ...(await differing(resource, cluster, defaults)),
  };
}

export const whatIsUnderWay = (resource: ChargedResource): string | undefined =>
  underWay(resource, changeNotes(resource.metadata.annotations));

async function chargeNow({ object, cluster, spoke }: Found): Promise<Pick<Standing, "was" | "saidBy">> {
  const find: FindCluster = (namespace, name) => cluster.read({ kind: "FlinkDeployment", namespace, name });
  const { charge, by, on } = await inChargeOf(object, find, spoke.charges);
  if (by !== "annotation") return { was: charge, saidBy: "fleet" };
  return { was: charge, saidBy: on.kind === object.kind ? "annotation" : "session cluster" };
}
