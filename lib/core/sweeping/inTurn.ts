import { type Instant, minutes } from "../time.ts";

const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The same in their order, with another one first in each minute: a pass that never has time for all comes to each of them before long.
 * Multiples of the golden ratio are spread evenly, however few of them there are.
 */
export function inTurn<T>(all: readonly T[], now: Instant): readonly T[] {
  const pass = Math.floor(now / minutes(1));
  const first = Math.floor(((pass * golden) % 1) * all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}
