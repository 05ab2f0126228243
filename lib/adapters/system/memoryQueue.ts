import { type Instant, type Millis, later } from "../../core/time.ts";
import type { Clock, Queue, Wake } from "../../ports/index.ts";

/** A queue that lives and dies with its process. What is asked for twice before it is due is delivered once, at the earlier time. */
export class MemoryQueue implements Queue {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { readonly wake: Wake; readonly due: Instant }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async send(wake: Wake, delay: Millis): Promise<void> {
    const due = later(this.#clock.now(), delay);
    const known = this.#waiting.get(keyOf(wake));
    if (known === undefined || known.due > due) this.#waiting.set(keyOf(wake), { wake, due });
  }

  /** Takes out what is due now, the oldest first. */
  take(): readonly Wake[] {
    const now = this.#clock.now();
    const due = [...this.#waiting.values()].filter((waiting) => waiting.due <= now);
    for (const { wake } of due) this.#waiting.delete(keyOf(wake));
    return due.toSorted((a, b) => a.due - b.due).map(({ wake }) => wake);
  }
}

const keyOf = ({ spoke, namespace, resource }: Wake): string =>
  JSON.stringify([spoke, namespace, resource?.kind, resource?.namespace, resource?.name]);
