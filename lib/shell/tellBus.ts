import type { ResourceNamed } from "../api/events/resourceNamed.ts";
import { Faulted } from "../core/fault.ts";
import type { Bus, BusEvent, Log } from "../ports/index.ts";

/** Who is told what becomes of resources, besides status. */
export interface Telling {
  /** Absent: nobody listens. */
  readonly bus?: Bus | undefined;
  readonly spoke: string;
  readonly log: Log;
}

/** Whether it was told. That nobody can be told never fails a run. */
export async function tellBus(events: readonly BusEvent[], { bus, spoke, log }: Telling): Promise<boolean> {
  if (bus === undefined) return false;
  try {
    await bus.put(events);
    return true;
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    const types = [...new Set(events.map(({ type }) => type))].join(", ");
    log.warn("Bus was not told", { spoke, types, fault: error.fault.kind, because: error.message });
    return false;
  }
}

interface Named {
  readonly kind: ResourceNamed["kind"];
  readonly metadata: { readonly namespace: string; readonly name: string; readonly uid: string };
}

export function resourceNamed({ kind, metadata }: Named, { spoke }: Telling): ResourceNamed {
  const { namespace, name, uid } = metadata;
  return { spoke, kind, namespace, name, uid };
}

/** As others filter by: `SPOKE/NAMESPACE/KIND/NAME`. */
export const pathOf = ({ spoke, kind, namespace, name }: ResourceNamed): string =>
  `${spoke}/${namespace}/${kind}/${name}`;
