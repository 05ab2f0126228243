import type { Instant } from "../../core/time.ts";
import type { Clock } from "../../ports/system.ts";

export interface Lasting<T> {
  readonly value: T;
  /** From when on another one has to be fetched. */
  readonly until: Instant;
}

/**
 * Something that is fetched once and again when its time is up. Callers at the same time share one fetch; a failure is not kept.
 * Nothing rests on it for correctness: it saves calls.
 */
export function renewed<T>(clock: Clock, fetch: () => Promise<Lasting<T>>): () => Promise<T> {
  let kept: Lasting<T> | undefined;
  let underway: Promise<Lasting<T>> | undefined;
  return async () => {
    if (kept !== undefined && clock.now() < kept.until) return kept.value;
    underway ??= fetch().finally(() => (underway = undefined));
    kept = await underway;
    return kept.value;
  };
}
