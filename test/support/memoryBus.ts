import { Faulted } from "../../lib/core/fault.ts";
import type { Bus, BusEvent } from "../../lib/ports/index.ts";

/** A bus in memory: what was put, in order, and how often. Off: it takes nothing. */
export class MemoryBus implements Bus {
  reachable = true;
  readonly events: BusEvent[] = [];
  /** Calls, those that were refused among them. */
  calls = 0;

  async put(events: readonly BusEvent[]): Promise<void> {
    this.calls += 1;
    if (!this.reachable) throw new Faulted({ kind: "unavailable", what: "bus", because: "timed out" });
    this.events.push(...events);
  }

  of(type: string): readonly BusEvent[] {
    return this.events.filter((event) => event.type === type);
  }
}
