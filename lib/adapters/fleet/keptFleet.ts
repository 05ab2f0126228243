import { later, minutes } from "../../core/time.ts";
import type { Clock, Fleet } from "../../ports/index.ts";
import { renewed } from "../eks/renewed.ts";

/** Asks a fleet for its spokes once a minute at most: looking for them takes a call to EKS for each of them. */
export function keptFleet(fleet: Fleet, clock: Clock): Fleet {
  const spokes = renewed(clock, async () => ({ value: await fleet.spokes(), until: later(clock.now(), minutes(1)) }));
  return { spokes };
}
