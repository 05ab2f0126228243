import type { KubernetesObject } from "../../kubernetes.ts";
import { eventName } from "./eventName.ts";
import type { Happening, Involved } from "./happening.ts";

/**
 * The core/v1 Event that tells what happened: a new one, or the `existing` one of that name with a higher count, a later
 * `lastTimestamp` and the message of now. It holds only fields that we own, so it can be applied over the existing object.
 * `at` is RFC 3339.
 */
export function eventObject(
  involved: Involved,
  happening: Happening,
  at: string,
  existing?: KubernetesObject,
): KubernetesObject {
  const { kind, apiVersion, metadata } = involved;
  const { name, namespace, uid } = metadata;
  const { count, firstTimestamp } = soFar(involved, happening, existing);
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name: eventName(involved, happening),
      namespace,
      ...(happening.annotations && { annotations: happening.annotations }),
    },
    involvedObject: { apiVersion, kind, name, namespace, uid },
    type: happening.type,
    reason: happening.reason,
    message: happening.message,
    source: { component: happening.component },
    count: count + 1,
    firstTimestamp: firstTimestamp ?? at,
    lastTimestamp: at,
  };
}

interface SoFar {
  readonly count: number;
  readonly firstTimestamp?: unknown;
}

/** Names are hashes: what merely collides is not counted on, but replaced. */
function soFar({ kind, metadata }: Involved, { type, reason }: Happening, existing?: KubernetesObject): SoFar {
  const about = existing?.["involvedObject"] as { readonly kind?: unknown; readonly name?: unknown } | undefined;
  const same =
    existing?.["type"] === type &&
    existing["reason"] === reason &&
    about?.kind === kind &&
    about.name === metadata.name;
  if (!same) return { count: 0 };
  const { count, firstTimestamp } = existing;
  return { count: typeof count === "number" ? count : 1, firstTimestamp };
}
