import { wakeKey } from "../../core/sweeping/wakeKey.ts";
import { type Instant, later } from "../../core/time.ts";
import type { Clock, Due, Queue, Wake } from "../../ports/index.ts";

/** A queue that lives and dies with its process. What is asked for twice before it is due is delivered once, at the earlier time. */
export class MemoryQueue implements Queue {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { readonly wake: Wake; readonly due: Instant }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async send(wakes: readonly Due[]): Promise<void> {
    for (const { wake, after } of wakes) {
      const due = later(this.#clock.now(), after);
      const known = this.#waiting.get(wakeKey(wake));
      if (known === undefined || known.due > due) this.#waiting.set(wakeKey(wake), { wake, due });
    }
  }

  /** Takes out what is due now, the oldest first. */
  take(): readonly Wake[] {
    const now = this.#clock.now();
    const due = [...this.#waiting.values()].filter((waiting) => waiting.due <= now);
    for (const { wake } of due) this.#waiting.delete(wakeKey(wake));
    return due.toSorted((a, b) => a.due - b.due).map(({ wake }) => wake);
  }
}
