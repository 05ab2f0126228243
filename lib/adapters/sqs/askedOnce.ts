import { wakeKey } from "../../core/sweeping/wakeKey.ts";
import { type Instant, later } from "../../core/time.ts";
import type { Clock, Due, Queue } from "../../ports/index.ts";

/**
 * Asks for the same once before it is due. Each pass asks for another look at what waits, and so does each of these looks: a queue that keeps
 * all of them would have one more for every pass, for as long as something waits. Of several processes each knows what it asked for itself,
 * which leaves few of them.
 */
export function askedOnce(queue: Queue, clock: Clock): Queue {
  const asked = new Map<string, Instant>();

  async function send(wakes: readonly Due[]): Promise<void> {
    const now = clock.now();
    for (const [key, due] of asked) if (due <= now) asked.delete(key);
    const fresh = wakes.filter(({ wake, after }) => (asked.get(wakeKey(wake)) ?? Infinity) > later(now, after));
    await queue.send(fresh);
    for (const { wake, after } of fresh) remember(wakeKey(wake), later(now, after));
  }

  /** Another call may have asked for it sooner meanwhile. */
  function remember(key: string, due: Instant): void {
    const known = asked.get(key);
    if (known === undefined || known > due) asked.set(key, due);
  }

  return { send };
}
