import type { Millis } from "../../core/time.ts";
import type { Timeline } from "../simulation/timeline.ts";

/** What is to happen later unless the plan changes before. */
export class Steps {
  readonly #time: Timeline;
  #plan = 0;

  constructor(time: Timeline) {
    this.#time = time;
  }

  after(delay: Millis, act: () => void): void {
    const plan = this.#plan;
    this.#time.after(delay, () => {
      if (plan === this.#plan) act();
    });
  }

  /** Nothing of what was planned happens. */
  forget(): void {
    this.#plan += 1;
  }
}
