import { type Instant, later, type Millis } from "../../core/time.ts";
import type { Clock } from "../../ports/index.ts";

interface Due {
  readonly at: Instant;
  readonly act: () => void;
}

/** Simulated time: what is due happens in the order of time and, at one moment, in the order of asking. */
export class Timeline implements Clock {
  #now: Instant;
  readonly #due: Due[] = [];
  readonly #asked = new WeakMap<object, Set<string>>();

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** RFC 3339 in whole seconds, as Kubernetes writes times. */
  timestamp(): string {
    return `${new Date(this.#now).toISOString().slice(0, 19)}Z`;
  }

  after(delay: Millis, act: () => void): void {
    const at = later(this.#now, delay);
    this.#due.splice(this.#positionAfter(at), 0, { at, act });
  }

  /** Like `after`, but what the same one asks for again before it has happened changes nothing. */
  once(who: object, key: string, delay: Millis, act: () => void): void {
    const asked = this.#asked.get(who) ?? new Set();
    this.#asked.set(who, asked);
    if (asked.has(key)) return;
    asked.add(key);
    this.after(delay, () => {
      asked.delete(key);
      act();
    });
  }

  advance(by: Millis): void {
    const until = later(this.#now, by);
    for (let next = this.#due[0]; next !== undefined && next.at <= until; next = this.#due[0]) {
      this.#due.shift();
      this.#now = next.at;
      next.act();
    }
    this.#now = until;
  }

  /** The first position behind everything that is due at `at` or before. */
  #positionAfter(at: Instant): number {
    let [low, high] = [0, this.#due.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#due[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
