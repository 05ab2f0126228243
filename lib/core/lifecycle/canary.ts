import { minutes, parsedInstant, since, type Instant } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { isCanary } from "./validation/canaryLabel.ts";

/** When it was changed last (RFC 3339). */
export const canaryAnnotation = "flink-fleet/canary";

/** As health.canary.resource.timeout of the Apache operator. */
const interval = minutes(1);

/**
 * A canary is changed again and again, as the Apache operator does with `spec.restartNonce`, and each look tells by it how long ago a
 * change has come through: that the cluster can be written, and that what is listed is not old. Nothing is ever deployed for it.
 */
export function canary({ resource }: Pick<Seen, "resource">, { now }: Circumstances): Plan | undefined {
  const { metadata, spec } = resource;
  if (!isCanary(metadata.labels)) return undefined;
  const changed = canaryChanged(resource);
  if (metadata.deletionTimestamp !== undefined || (changed !== undefined && since(changed, now) < interval)) {
    return { act: "leave", because: "a canary: its last change has come through", wake: "on schedule" };
  }
  const restartNonce = (spec.restartNonce ?? 0) + 1;
  return {
    act: "again",
    because: "a canary: it is changed",
    effect: { kind: "changeCanary", restartNonce },
    wake: "on schedule",
  };
}

/** When the newest change was made that has come through; undefined where it is no canary, or there was none yet. */
export function canaryChanged({ metadata }: Pick<KubernetesObject, "metadata">): Instant | undefined {
  const text = isCanary(metadata.labels) ? metadata.annotations?.[canaryAnnotation] : undefined;
  const changed = text === undefined ? undefined : parsedInstant(text);
  return changed === undefined || Number.isNaN(changed) ? undefined : changed;
}
