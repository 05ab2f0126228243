import { Faulted } from "../core/fault.ts";
import { eventName } from "../core/lifecycle/events/eventName.ts";
import { eventObject } from "../core/lifecycle/events/eventObject.ts";
import type { Happening, Involved } from "../core/lifecycle/events/happening.ts";
import type { Instant } from "../core/time.ts";
import { rfc3339 } from "../core/time.ts";
import type { Cluster, Log } from "../ports/index.ts";

/** Tells it as events on the resource; what was told before counts up. That nobody can be told never fails a run. */
export async function publish(
  happenings: readonly Happening[],
  resource: Involved,
  cluster: Cluster,
  { now, log }: { readonly now: Instant; readonly log: Log },
): Promise<void> {
  const { namespace } = resource.metadata;
  for (const happening of happenings) {
    try {
      const existing = await cluster.read({ kind: "Event", namespace, name: eventName(resource, happening) });
      await cluster.apply(eventObject(resource, happening, rfc3339(now), existing));
    } catch (error) {
      if (!(error instanceof Faulted)) throw error;
      log.warn("Event was not written", { resource: `${namespace}/${resource.metadata.name}`, because: error.message });
    }
  }
}
