import { type Instant, instant } from "../../../lib/core/time.ts";
import type { Clock } from "../../../lib/ports/system.ts";

export const noon: Instant = instant(Date.parse("2026-11-21T12:00:00Z"));

/** A clock that stands still until it is told otherwise. */
export function settableClock(start: Instant = noon): Clock & { set(now: Instant): void } {
  let now = start;
  return { now: () => now, set: (to) => void (now = to) };
}
