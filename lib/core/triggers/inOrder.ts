import type { LastChange } from "../../api/resources/lastChange.ts";
import { type Instant, later, minutes, parsedInstant, rfc3339 } from "../time.ts";

interface Times {
  readonly requestedAt: Instant;
  readonly deadline: Instant;
}

/**
 * Why a change comes at the wrong time; `undefined` where it does not. Seconds are compared, as the times of events on a bus have nothing
 * finer. A time in the future is refused because everything after it would seem old.
 */
export function untimely(
  { requestedAt, deadline }: Times,
  last: LastChange | undefined,
  now: Instant,
): string | undefined {
  if (deadline <= now) return `its deadline ${rfc3339(deadline)} has passed`;
  if (requestedAt > later(now, minutes(5)))
    return `requestedAt is ${rfc3339(requestedAt)}, which is in the future: now it is ${rfc3339(now)}`;
  if (last === undefined || seconds(requestedAt) >= seconds(parsedInstant(last.requestedAt))) return undefined;
  return (
    `it is out of order: it was requested at ${rfc3339(requestedAt)}, and change ${last.id}, ` +
    `requested at ${last.requestedAt}, has been made already`
  );
}

const seconds = (at: Instant): number => Math.floor(at / 1000);
