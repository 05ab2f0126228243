import { canaryAnnotation } from "../core/lifecycle/canary.ts";
import { finalizerOf } from "../core/lifecycle/deletion/finalizer.ts";
import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import type { RepeatableEffect } from "../core/lifecycle/plan.ts";
import { rfc3339, type Instant } from "../core/time.ts";
import type { Cluster } from "../ports/index.ts";

const kinds = ["addFinalizer", "removeFinalizer", "changeCanary"] as const;

export type ResourceEffect = Extract<RepeatableEffect, { readonly kind: (typeof kinds)[number] }>;

export const isOfResource = (effect: RepeatableEffect): effect is ResourceEffect =>
  kinds.some((kind) => kind === effect.kind);

/** Changes the resource itself, only if it is still as it was read. */
export async function performOnResource(
  effect: ResourceEffect,
  resource: FlinkResource,
  cluster: Cluster,
  now: Instant,
): Promise<void> {
  const { namespace, name, resourceVersion } = resource.metadata;
  const { metadata, ...rest } = changeBy(effect, resource, now);
  await cluster.patch(
    { kind: resource.kind, namespace, name },
    { metadata: { resourceVersion, ...metadata }, ...rest },
  );
}

function changeBy(effect: ResourceEffect, resource: FlinkResource, now: Instant) {
  const { finalizers } = resource.metadata;
  const ours = finalizerOf(resource);
  switch (effect.kind) {
    case "addFinalizer":
      return { metadata: { finalizers: [...finalizers, ours] } };
    case "removeFinalizer":
      return { metadata: { finalizers: finalizers.filter((held) => held !== ours) } };
    case "changeCanary":
      return {
        metadata: { annotations: { [canaryAnnotation]: rfc3339(now) } },
        spec: { restartNonce: effect.restartNonce },
      };
  }
}
