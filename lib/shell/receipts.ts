import type { Receipt } from "../api/events/receipt.ts";
import type { ResourceNamed } from "../api/events/resourceNamed.ts";
import type { ChangesJournal, FrozenReceipt } from "../api/resources/changesJournal.ts";
import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { parsedInstant } from "../core/time.ts";
import type { BusEvent, Cluster } from "../ports/index.ts";
import { pathOf, tellBus, type Telling } from "./tellBus.ts";

interface Status extends Readonly<Record<string, unknown>> {
  readonly fleet?: { readonly changes?: ChangesJournal | undefined } | undefined;
}

/** What stands in a cluster by now, and so may be told. */
export interface WrittenStatus {
  readonly object: KubernetesObject;
  readonly status: Status;
  readonly named: ResourceNamed;
}

/**
 * Puts the receipts in the outbox on the bus. Only what stands in status is told: whoever tells it once more says the same.
 * Whether nothing is left that waits to be told.
 */
export async function tellReceipts({ status, named }: WrittenStatus, telling: Telling): Promise<boolean> {
  const outbox = status.fleet?.changes?.outbox ?? [];
  return (
    outbox.length === 0 ||
    (await tellBus(
      outbox.map((frozen) => eventOf(frozen, named)),
      telling,
    ))
  );
}

/** The same, and empties the outbox; whether that was written. Where it cannot be, the next look has it to do. */
export async function settleOutbox(written: WrittenStatus, cluster: Cluster, telling: Telling): Promise<boolean> {
  const { object, status } = written;
  const { changes } = status.fleet ?? {};
  if (telling.bus === undefined || changes === undefined || changes.outbox.length === 0) return false;
  if (!(await tellReceipts(written, telling))) return false;
  try {
    await cluster.writeStatus(object, { ...status, fleet: { ...status.fleet, changes: { ...changes, outbox: [] } } });
    return true;
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    telling.log.warn("Receipts stay in the outbox", { resource: pathOf(written.named), because: error.message });
    return false;
  }
}

function eventOf(frozen: FrozenReceipt, resource: ResourceNamed): BusEvent {
  const { changeId, completedAt } = frozen;
  const receiptId = `${resource.uid}/${changeId}`;
  const detail: Receipt = { version: 1, receiptId, resource, ...frozen };
  return { type: "change.completed", at: parsedInstant(completedAt), resources: [pathOf(resource)], detail };
}
