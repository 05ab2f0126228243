import type { Settings } from "./settings.ts";

const rate = /^rate\((?<count>\d+) (?<unit>minute|hour)s?\)$/;

/** From one sweep to the next; of a `cron` expression, whose times may be uneven, what a cluster may go unseen before there is an alarm. */
export function secondsBetweenSweeps({ sweepSchedule, staleAfter }: Settings): string {
  const { count, unit } = rate.exec(sweepSchedule)?.groups ?? {};
  return String(count === undefined ? staleAfter : Number(count) * (unit === "hour" ? 3600 : 60));
}
