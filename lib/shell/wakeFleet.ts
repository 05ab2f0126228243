import { Faulted } from "../core/fault.ts";
import { spokesToWake } from "../core/sweeping/spokesToWake.ts";
import type { Millis } from "../core/time.ts";
import type { Clock, Fleet, Ids, Log, LookNote, Looks, Queue } from "../ports/index.ts";
import { hashOf } from "./split.ts";

export interface SweepPorts {
  readonly fleet: Fleet;
  readonly queue: Queue;
  readonly looks: Looks;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The looks are spread over as long. */
  readonly jitter: Millis;
}

/** Asks for a look at every spoke that does not back off. Throws `Faulted` where it cannot ask. */
export async function wakeFleet(ports: SweepPorts): Promise<void> {
  const { fleet, queue, clock, ids, jitter, log } = ports;
  const spokes = (await fleet.spokes()).map(({ name }) => name);
  const schedule = { now: clock.now(), jitter, hash: hashOf(ids) };
  const due = spokesToWake(spokes, await notes(ports), schedule);
  await queue.send(due.map(({ spoke, after }) => ({ wake: { spoke }, after })));
  log.info("Fleet woken", { spokes: spokes.length, backingOff: spokes.length - due.length });
}

/** Without them a spoke in trouble is asked once more than it need be, which is better than one that is not looked at. */
async function notes({ looks, log }: SweepPorts): Promise<readonly LookNote[]> {
  try {
    return await looks.all();
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("Notes of looks cannot be read: every spoke is woken", { because: error.message });
    return [];
  }
}
