import { type Instant, since } from "../../core/time.ts";

/** A job counts ten a second while all its tasks run, exactly once: after a failure from where its state was. */
const perSecond = 10;

/** How far a job has counted. */
export class Progress {
  #count = 0;
  #runningSince: Instant | undefined;

  at(now: Instant): number {
    if (this.#runningSince === undefined) return this.#count;
    return this.#count + Math.floor((since(this.#runningSince, now) * perSecond) / 1000);
  }

  run(now: Instant): void {
    this.#runningSince ??= now;
  }

  pause(now: Instant): void {
    this.#count = this.at(now);
    this.#runningSince = undefined;
  }

  /** Goes back to what a snapshot holds. */
  restore(count: number): void {
    this.#count = count;
    this.#runningSince = undefined;
  }
}
