import { SeededIds } from "../../../lib/world/simulation/seededIds.ts";

/** Chances that are the same for the same seed. */
export class Chance {
  readonly #ids: SeededIds;

  constructor(seed: number) {
    this.#ids = new SeededIds(seed);
  }

  below(limit: number): number {
    return Number.parseInt(this.#ids.jobId().slice(0, 8), 16) % limit;
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }

  shuffled<T>(all: readonly T[]): readonly T[] {
    const left = [...all];
    return all.map(() => left.splice(this.below(left.length), 1)[0] as T);
  }
}
