import type { LifecycleChanged } from "../api/events/lifecycle.ts";
import type { FlinkDeploymentStatus } from "../api/resources/flinkDeployment.ts";
import { lifecycleChange, type LifecycleTold } from "../core/changes/lifecycleChange.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import type { Instant } from "../core/time.ts";
import { pathOf, resourceNamed, tellBus, type Telling } from "./tellBus.ts";

/**
 * Tells of the change that is about to be written over `object`: a run that is lost before it has written tells the same once more,
 * under the same id.
 */
export async function tellLifecycle(
  object: KubernetesObject,
  resource: FlinkResource,
  { status, now }: { readonly status: FlinkDeploymentStatus; readonly now: Instant },
  telling: Telling,
): Promise<void> {
  if (telling.bus === undefined) return;
  // It was read as such a resource before.
  const before = (object["status"] ?? {}) as LifecycleTold;
  const change = lifecycleChange(before, status);
  if (change === undefined) return;
  const named = resourceNamed(resource, telling);
  const { uid, generation } = resource.metadata;
  // What is written over, and what by: a run that comes after a lost one may see another state.
  const { lifecycleState = "", jobState = "" } = change.to;
  const eventId = `${uid}/${object.metadata.resourceVersion}/${lifecycleState}/${jobState}`;
  const detail = { version: 1, eventId, resource: named, generation, ...change } as LifecycleChanged;
  await tellBus([{ type: "lifecycle.changed", at: now, resources: [pathOf(named)], detail }], telling);
}
