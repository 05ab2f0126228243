import { Faulted } from "../core/fault.ts";
import type { InPlaceEffect, Outcome, RepeatableEffect } from "../core/lifecycle/plan.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { SpokeConnection } from "../ports/index.ts";
import { removeIngress } from "./removeIngress.ts";
import { refusal } from "./refusal.ts";

const kinds: readonly RepeatableEffect["kind"][] = ["scaleDeployment", "setResourceRequirements", "setIngress"];

export const isInPlace = (effect: RepeatableEffect): effect is InPlaceEffect => kinds.includes(effect.kind);

/** Changes the cluster that runs. What is refused is an outcome, so that it can be done in another way. */
export async function performInPlace(effect: InPlaceEffect, seen: Seen, connection: SpokeConnection): Promise<Outcome> {
  try {
    await performed(effect, seen, connection);
    return { kind: "done" };
  } catch (error) {
    // A Deployment or a job that is gone is seen to be at the next look.
    const isGone = error instanceof Faulted && error.fault.kind === "missing" && effect.kind !== "setIngress";
    if (isGone) throw error;
    return refusal(error);
  }
}

async function performed(effect: InPlaceEffect, seen: Seen, { cluster, flink }: SpokeConnection): Promise<void> {
  const { resource } = seen;
  switch (effect.kind) {
    case "scaleDeployment": {
      const { name, uid, resourceVersion } = effect.deployment;
      const { namespace } = resource.metadata;
      const body = { metadata: { uid, resourceVersion }, spec: { replicas: effect.replicas } };
      await cluster.patch({ kind: "Deployment", namespace, name }, body);
      return;
    }
    case "setResourceRequirements":
      await flink.setResourceRequirements(restAddress(seen), effect.job, effect.requirements);
      return;
    case "setIngress":
      if (effect.ingress === undefined) await removeIngress(resource, cluster);
      else await cluster.apply(effect.ingress);
  }
}
