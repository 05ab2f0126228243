import { type Instant, later, type Millis, since } from "../time.ts";

interface Asking {
  /** When the first of the looks was that have asked for one another. */
  readonly first: Instant;
  /** How long the next one would have to wait. */
  readonly after: Millis;
  /** By then the schedule has asked for a look; `undefined`: there is none, and looks ask for as long as it takes. */
  readonly sweepWithin: Millis | undefined;
}

/**
 * Whether a look asks for the next one, or leaves it to the schedule. Each pass of the schedule asks anew: if looks asked for one another
 * for as long as something is on its way, there would be more of them with every pass.
 */
export const asksAgain = ({ first, after, sweepWithin }: Asking, now: Instant): boolean =>
  sweepWithin === undefined || since(first, later(now, after)) <= sweepWithin;
